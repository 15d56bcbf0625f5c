package treecounter.workbench.promql;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import treecounter.workbench.promql.Expression.Binary;
import treecounter.workbench.promql.Expression.Call;
import treecounter.workbench.promql.Expression.Grouping;
import treecounter.workbench.promql.Expression.Length;
import treecounter.workbench.promql.Expression.Literal;
import treecounter.workbench.promql.Expression.Offset;
import treecounter.workbench.promql.Expression.Range;
import treecounter.workbench.promql.Expression.Selector;

/**
 * Reads a query, whatever types its parts have. What it does not know it refuses: then a query is
 * known by what it gives only.
 */
final class Parser {
    private static final Pattern TOKEN =
            Pattern.compile(
                    "(?s)\\s+|#[^\n"
                            + "]*|(?<token>\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*'|`[^`]*`"
                            + "|\\[[^]]*]|\\d+(?:\\.\\d+)?[eE][+-]?\\d+|\\.?\\d[\\w.]*"
                            + "|[a-zA-Z_:][\\w:]*|[=!]~|[=!<>]=|[-+*/%^(){},=<>])");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][\\w:]*");
    private static final Pattern STRING = Pattern.compile("(?s)[\"'`].*");
    private static final Set<String> MATCHERS = Set.of("=", "!=", "=~", "!~");
    private static final Set<String> GROUPINGS = Set.of("by", "without");
    private static final Map<String, Integer> STRENGTH =
            Map.ofEntries(
                    Map.entry("or", 1),
                    Map.entry("and", 2),
                    Map.entry("unless", 2),
                    Map.entry("==", 3),
                    Map.entry("!=", 3),
                    Map.entry("<", 3),
                    Map.entry(">", 3),
                    Map.entry("<=", 3),
                    Map.entry(">=", 3),
                    Map.entry("+", 4),
                    Map.entry("-", 4),
                    Map.entry("*", 5),
                    Map.entry("/", 5),
                    Map.entry("%", 5),
                    Map.entry("^", 6));

    private final List<String> tokens = new ArrayList<>();
    private int next;

    private Parser() {}

    /** The query as a tree, or nothing if it is none that this knows. */
    static Optional<Expression> read(String query) {
        Parser parser = new Parser();
        try {
            parser.split(query);
            Expression whole = parser.expression(1);
            return Optional.of(whole).filter(read -> parser.next == parser.tokens.size());
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private void split(String query) {
        Matcher token = TOKEN.matcher(query);
        int end = 0;
        while (end < query.length()) {
            if (!token.find(end) || token.start() != end) {
                throw new IllegalArgumentException(query);
            }
            if (token.group("token") != null) {
                tokens.add(token.group("token"));
            }
            end = token.end();
        }
    }

    private Expression expression(int weakest) {
        Expression left = unary();
        while (STRENGTH.getOrDefault(peek(), 0) >= weakest) {
            int strength = STRENGTH.get(peek());
            String operator = operator();
            left = new Binary(left, operator, expression(strength == 6 ? 6 : strength + 1));
        }
        return left;
    }

    private String operator() {
        StringBuilder operator = new StringBuilder(take());
        while (Set.of("bool", "on", "ignoring", "group_left", "group_right").contains(peek())) {
            operator.append(' ').append(take());
            if (peek().equals("(") && !operator.toString().endsWith("bool")) {
                operator.append(" (").append(String.join(", ", labels())).append(')');
            }
        }
        return operator.toString();
    }

    private Expression unary() {
        if (takes("+")) {
            return unary();
        }
        if (takes("-")) {
            Expression part = expression(5);
            return part instanceof Literal number
                    ? new Literal("-" + number)
                    : new Binary(new Literal("-1"), "*", part);
        }
        return behind(primary());
    }

    private Expression behind(Expression part) {
        if (peek().startsWith("[")) {
            String[] inside = take().replaceAll("[\\[\\]]", "").split(":", 2);
            String step = inside.length < 2 ? "" : ":" + inside[1].strip();
            return behind(new Range(part, Length.of(inside[0].strip()), step));
        }
        if (takes("offset")) {
            String minus = takes("-") ? "-" : "";
            return behind(new Offset(part, Length.of(minus + take())));
        }
        return part;
    }

    private Expression primary() {
        if (takes("(")) {
            Expression inside = expression(1);
            need(")");
            return inside;
        }
        if (peek().equals("{")) {
            return new Selector("", matchers());
        }
        String token = take();
        if (STRING.matcher(token).matches() || Character.isDigit(token.charAt(0))) {
            return new Literal(token);
        }
        if (!NAME.matcher(token).matches()) {
            throw new IllegalArgumentException(token);
        }
        boolean groups = Expression.AGGREGATIONS.contains(token) && GROUPINGS.contains(peek());
        if (groups || peek().equals("(")) {
            return call(token);
        }
        return new Selector(token, peek().equals("{") ? matchers() : List.of());
    }

    private Expression call(String name) {
        Grouping grouping = grouping();
        List<Expression> parts = new ArrayList<>();
        need("(");
        while (!takes(")")) {
            parts.add(expression(1));
            if (!peek().equals(")")) {
                need(",");
            }
        }
        if (parts.isEmpty()) {
            throw new IllegalArgumentException(name);
        }
        boolean aggregates = Expression.AGGREGATIONS.contains(name);
        return new Call(
                name, grouping.word().isEmpty() && aggregates ? grouping() : grouping, parts);
    }

    private Grouping grouping() {
        if (!GROUPINGS.contains(peek())) {
            return Grouping.NONE;
        }
        String word = take();
        return new Grouping(word, labels());
    }

    private Set<String> labels() {
        Set<String> labels = new TreeSet<>();
        need("(");
        while (!takes(")")) {
            labels.add(take());
            takes(",");
        }
        return labels;
    }

    private List<Expression.Matcher> matchers() {
        List<Expression.Matcher> matchers = new ArrayList<>();
        need("{");
        while (!takes("}")) {
            String label = take();
            String operator = take();
            String value = take();
            if (!MATCHERS.contains(operator) || !STRING.matcher(value).matches()) {
                throw new IllegalArgumentException(label + operator + value);
            }
            String plain = value.substring(1, value.length() - 1);
            matchers.add(new Expression.Matcher(label, operator, '"' + plain + '"'));
            takes(",");
        }
        return matchers;
    }

    private String peek() {
        return next < tokens.size() ? tokens.get(next) : "";
    }

    private String take() {
        return tokens.get(next++);
    }

    private boolean takes(String token) {
        boolean there = peek().equals(token);
        next += there ? 1 : 0;
        return there;
    }

    private void need(String token) {
        if (!takes(token)) {
            throw new IllegalArgumentException(token);
        }
    }
}
