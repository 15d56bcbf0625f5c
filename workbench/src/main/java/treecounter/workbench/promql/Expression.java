package treecounter.workbench.promql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A query as a tree, as far as the rules of {@link Rules} have to know it; its text is PromQL. */
sealed interface Expression {
    /** What comes out as one series for each of its groups, or of all of them. */
    Set<String> AGGREGATIONS =
            Set.of(
                    "sum",
                    "avg",
                    "max",
                    "min",
                    "count",
                    "group",
                    "stddev",
                    "stdvar",
                    "topk",
                    "bottomk",
                    "quantile",
                    "count_values");

    /** What it is made of. */
    List<Expression> parts();

    /** The same, made of other parts. */
    Expression of(List<Expression> parts);

    /** A number or a text. */
    record Literal(String text) implements Expression {
        @Override
        public List<Expression> parts() {
            return List.of();
        }

        @Override
        public Expression of(List<Expression> parts) {
            return this;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** A condition on a label; the value stands in its quotes. */
    record Matcher(String label, String operator, String quoted) {
        String value() {
            return quoted.substring(1, quoted.length() - 1);
        }

        @Override
        public String toString() {
            return label + operator + quoted;
        }
    }

    /** Series by name and labels; the name may be empty. */
    record Selector(String name, List<Matcher> matchers) implements Expression {
        @Override
        public List<Expression> parts() {
            return List.of();
        }

        @Override
        public Expression of(List<Expression> parts) {
            return this;
        }

        Selector with(List<Matcher> others) {
            return new Selector(name, others);
        }

        @Override
        public String toString() {
            return matchers.isEmpty() && !name.isEmpty()
                    ? name
                    : matchers.stream()
                            .map(Matcher::toString)
                            .collect(Collectors.joining(",", name + "{", "}"));
        }
    }

    /**
     * What lies before each moment.
     *
     * @param step with its colon for a subquery, else empty
     */
    record Range(Expression part, Length length, String step) implements Expression {
        @Override
        public List<Expression> parts() {
            return List.of(part);
        }

        @Override
        public Expression of(List<Expression> parts) {
            return new Range(parts.get(0), length, step);
        }

        @Override
        public String toString() {
            return inParentheses(part) + "[" + length + step + "]";
        }
    }

    /** The same some time ago. */
    record Offset(Expression part, Length by) implements Expression {
        @Override
        public List<Expression> parts() {
            return List.of(part);
        }

        @Override
        public Expression of(List<Expression> parts) {
            return new Offset(parts.get(0), by);
        }

        @Override
        public String toString() {
            return inParentheses(part) + " offset " + by;
        }
    }

    /** Which labels an aggregation keeps: {@code by}, {@code without}, or neither word. */
    record Grouping(String word, Set<String> labels) {
        static final Grouping NONE = new Grouping("", Set.of());

        public Grouping(String word, Set<String> labels) {
            boolean keepsNone = word.isEmpty() || word.equals("by") && labels.isEmpty();
            this.word = keepsNone ? "" : word;
            this.labels = keepsNone ? Set.of() : new TreeSet<>(labels);
        }

        @Override
        public String toString() {
            return word.isEmpty() ? "" : word + " (" + String.join(", ", labels) + ")";
        }
    }

    /** A function or an aggregation. */
    record Call(String name, Grouping grouping, List<Expression> parts) implements Expression {
        @Override
        public Expression of(List<Expression> others) {
            return new Call(name, grouping, others);
        }

        boolean aggregates() {
            return AGGREGATIONS.contains(name);
        }

        /** What it is applied to: a quantile and alike have a number before it. */
        Expression last() {
            return parts.get(parts.size() - 1);
        }

        /** The same, applied to something else. */
        Call to(Expression other) {
            List<Expression> others = new ArrayList<>(parts);
            others.set(others.size() - 1, other);
            return new Call(name, grouping, others);
        }

        /** Another name, and only what stands last, for that is what all take. */
        Call named(String other) {
            return new Call(other, grouping, List.of(last()));
        }

        /** How it begins, without what it is applied to. */
        String head() {
            String start = grouping.word().isEmpty() ? name : name + " " + grouping;
            return start
                    + parts.stream()
                            .limit(parts.size() - 1)
                            .map(part -> " " + part)
                            .collect(Collectors.joining());
        }

        @Override
        public String toString() {
            return parts.stream()
                    .map(Expression::toString)
                    .collect(
                            Collectors.joining(
                                    ", ",
                                    (grouping.word().isEmpty() ? name : name + " " + grouping + " ")
                                            + "(",
                                    ")"));
        }
    }

    /**
     * Two sides and what stands between them.
     *
     * @param operator with {@code bool}, {@code on} and alike behind it
     */
    record Binary(Expression left, String operator, Expression right) implements Expression {
        @Override
        public List<Expression> parts() {
            return List.of(left, right);
        }

        @Override
        public Expression of(List<Expression> parts) {
            return new Binary(parts.get(0), operator, parts.get(1));
        }

        @Override
        public String toString() {
            return inParentheses(left) + " " + operator + " " + inParentheses(right);
        }
    }

    /** A span of time, written the shortest way. */
    record Length(long millis) {
        private static final List<String> UNITS = List.of("w", "d", "h", "m", "s", "ms");
        private static final List<Long> MILLIS =
                List.of(604_800_000L, 86_400_000L, 3_600_000L, 60_000L, 1_000L, 1L);

        static Length of(String text) {
            String rest = text.startsWith("-") ? text.substring(1) : text;
            if (rest.matches("[0-9.]+")) {
                return new Length((long) (1000 * Double.parseDouble(text)));
            }
            long millis = 0;
            while (!rest.isEmpty()) {
                String number = rest.replaceFirst("\\D.*", "");
                String unit = rest.substring(number.length()).replaceFirst("\\d.*", "");
                millis += Long.parseLong(number) * MILLIS.get(UNITS.indexOf(unit));
                rest = rest.substring(number.length() + unit.length());
            }
            return new Length(text.startsWith("-") ? -millis : millis);
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder(millis < 0 ? "-" : "");
            long rest = Math.abs(millis);
            for (int i = 0; i < UNITS.size(); i++) {
                if (rest >= MILLIS.get(i)) {
                    text.append(rest / MILLIS.get(i)).append(UNITS.get(i));
                    rest %= MILLIS.get(i);
                }
            }
            return text.isEmpty() ? "0s" : text.toString();
        }
    }

    /** It and everything in it. */
    default Stream<Expression> all() {
        return Stream.concat(Stream.of(this), parts().stream().flatMap(Expression::all));
    }

    /** Everything in it that is of some kind. */
    default <T extends Expression> Stream<T> all(Class<T> kind) {
        return all().filter(kind::isInstance).map(kind::cast);
    }

    /** The same, with each node changed once its parts have been. */
    default Expression mapped(Function<Expression, Expression> change) {
        return change.apply(of(parts().stream().map(part -> part.mapped(change)).toList()));
    }

    private static String inParentheses(Expression part) {
        return part instanceof Binary ? "(" + part + ")" : part.toString();
    }
}
