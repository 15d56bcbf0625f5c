package treecounter.workbench.lessons.prometheusgrafana;

import java.util.List;
import treecounter.workbench.lessons.Mistake;
import treecounter.workbench.lessons.MistakesTest;

/** What goes wrong in lesson 3. */
final class PrometheusGrafanaMistakesTest extends MistakesTest {
    private static final String CHILDREN =
            "for (String status : List.of(\"200\", \"405\", \"503\")) {";

    private static final String RATE_BY_STATUS =
            "sum by (status) (rate(requests_total[$__rate_interval]))";

    @Override
    public List<Mistake> all() {
        return List.of(
                mistake(
                        "a child is missing",
                        HANDLER,
                        CHILDREN,
                        CHILDREN.replace(", \"503\"", ""),
                        "3.1",
                        "once for each child"),
                mistake(
                        "the children of the forest are missing",
                        HANDLER,
                        "FOREST_REQUESTS.labels(status);",
                        "",
                        "3.1",
                        "once for each child"),
                mistake(
                                "the children are made with a request",
                                HANDLER,
                                "REQUESTS.labels(status, \"/treecounter\");",
                                "",
                                "3.1",
                                "made with a request, which is too late")
                        .also(
                                HANDLER,
                                "long start = System.nanoTime();",
                                "REQUESTS.labels(\"503\", \"/treecounter\");\n"
                                        + "        long start = System.nanoTime();"),
                mistake(
                        "an ending of a call is called as an endpoint",
                        HANDLER,
                        "\"ok\", \"error\", \"timeout\"",
                        "\"ok\", \"/treecounter\", \"timeout\"",
                        "3.1",
                        "forest_requests_total{status=\"/treecounter\"} meant to be this one"),
                mistake(
                        "the children of another endpoint",
                        HANDLER,
                        "REQUESTS.labels(status, \"/treecounter\");",
                        "REQUESTS.labels(status, \"/treecounter/\");",
                        "3.1",
                        "no such children as requests_total{endpoint=\"/treecounter/\""),
                mistake(
                        "the children are counted",
                        HANDLER,
                        "REQUESTS.labels(\"404\", \"other\");",
                        "REQUESTS.labels(\"404\", \"other\").inc();",
                        "3.1",
                        "inc() counts something that has not happened"),
                mistake(
                        "the children in the wrong order",
                        HANDLER,
                        "REQUESTS.labels(status, \"/treecounter\");",
                        "REQUESTS.labels(\"/treecounter\", status);",
                        "3.1",
                        "in the order of labelNames(...)"),
                mistake(
                        "a child has another name",
                        HANDLER,
                        "REQUESTS.labels(\"404\", \"other\");",
                        "REQUESTS.labels(\"404\", \"others\");",
                        "3.1",
                        "endpoint=\"others\",status=\"404\"} meant to be this one"),
                mistake(
                                "the children above their counter",
                                HANDLER,
                                "private static final Counter REQUESTS =",
                                "static {\n"
                                        + "        start();\n"
                                        + "    }\n\n"
                                        + "    private static final Counter REQUESTS =",
                                "3.1",
                                "static fields are made from top to bottom")
                        .also(
                                HANDLER,
                                "    static {\n        for (String status :"
                                        + " List.of(\"200\", \"405\", \"503\")) {",
                                "    private static void start() {\n        for (String status :"
                                        + " List.of(\"200\", \"405\", \"503\")) {"),
                query("no query yet", "01-rate", "# rate?", "3.2", "write the query"),
                query("the total", "01-rate", "requests_total", "3.2", "since the start"),
                query(
                        "a letter of the name is missing",
                        "01-rate",
                        "rate(request_total[1m])",
                        "3.2",
                        "none called request_total"),
                query(
                        "increase for rate",
                        "01-rate",
                        "increase(requests_total[1m])",
                        "3.2",
                        "increase for rate"),
                query(
                        "a range too short",
                        "01-rate",
                        "rate(requests_total[5s])",
                        "3.2",
                        "a range this short never holds two"),
                query("no range", "01-rate", "rate(requests_total)", "3.2", "needs a range"),
                query(
                        "a range alone",
                        "01-rate",
                        "requests_total[1m]",
                        "3.2",
                        "a range alone is no result"),
                query(
                        "a parenthesis is open",
                        "01-rate",
                        "rate(requests_total[1m]",
                        "3.2",
                        "something is not closed"),
                query(
                        "rate of a sum",
                        "02-by-status",
                        "rate(sum by (status) (requests_total)[1m:5s])",
                        "3.3",
                        "a sum hides that one of its series was restarted"),
                query(
                        "rate of a sum, as one first writes it",
                        "02-by-status",
                        "rate(sum by (status) (requests_total)[1m])",
                        "3.3",
                        "First rate, then sum"),
                query(
                        "the label is lost",
                        "02-by-status",
                        "sum(rate(requests_total[1m]))",
                        "3.3",
                        "the label status is lost"),
                query(
                        "by without parentheses",
                        "02-by-status",
                        "sum by status (rate(requests_total[1m]))",
                        "3.3",
                        "in parentheses"),
                query(
                        "rate for increase",
                        "03-increase",
                        "sum(rate(requests_total[5m]))",
                        "3.4",
                        "rate for increase"),
                query(
                        "the share is inverted",
                        "04-error-ratio",
                        """
                        sum(rate(requests_total{endpoint="/treecounter"}[5m]))
                          / sum(rate(requests_total{endpoint="/treecounter", status="503"}[5m]))\
                        """,
                        "3.5",
                        "this is inverted"),
                query(
                        "a label without quotes",
                        "04-error-ratio",
                        "sum(rate(requests_total{status=503}[5m]))",
                        "3.5",
                        "stands in quotes"),
                query(
                        "labels on one side only",
                        "04-error-ratio",
                        """
                        sum by (status) (rate(requests_total{status="503"}[5m]))
                          / sum(rate(requests_total{endpoint="/treecounter"}[5m]))\
                        """,
                        "3.5",
                        "a 'by' on one side only"),
                query(
                        "the wait is not summed",
                        "05-forest-wait",
                        "rate(forest_wait_seconds_total[5m]) / rate(forest_requests_total[5m])",
                        "3.6",
                        "First sum on both sides"),
                mistake(
                        "the dashboard has no query",
                        "dashboard.json",
                        "",
                        "{\"panels\": [{\"title\": \"Requests\"}]}",
                        "3.7",
                        "its panels have no query yet"),
                mistake(
                        "half a dashboard",
                        "dashboard.json",
                        "",
                        "{\"panels\": [",
                        "3.7",
                        "save all of it"),
                mistake(
                        "the panel loses the label",
                        "dashboard.json",
                        "",
                        panel("sum(rate(requests_total[$__rate_interval]))"),
                        "3.7",
                        "the label status is lost"),
                mistake(
                        "the panel shows one status",
                        "dashboard.json",
                        "",
                        panel("sum by (status) (rate(requests_total{status='503'}[1m]))"),
                        "3.7",
                        "leaves out others that are asked for"),
                mistake(
                        "the panel shows totals",
                        "dashboard.json",
                        "",
                        panel("sum by (status) (requests_total)"),
                        "3.7",
                        "these are totals since the start"),
                mistake(
                        "a range as short as the time between two scrapes",
                        "dashboard.json",
                        "",
                        panel("sum by (status) (rate(requests_total[$__interval]))"),
                        "3.7",
                        "$__interval can be as short as the time between two scrapes"),
                mistake(
                        "a table",
                        "dashboard.json",
                        "",
                        panel(RATE_BY_STATUS, "\"type\": \"table\", "),
                        "3.7",
                        "a panel of the kind table"),
                mistake(
                        "a table, in the new format",
                        "dashboard.json",
                        "",
                        """
                        {"spec": {"elements": {"panel-1": {"kind": "Panel", "spec": {
                          "vizConfig": {"kind": "VizConfig", "group": "table"},
                          "data": {"spec": {"queries": [{"spec": {"query": {"spec": {"expr":
                            "sum by (status) (rate(requests_total[1m]))"}}}}]}}}}}}}
                        """,
                        "3.7",
                        "a panel of the kind table"),
                mistake(
                        "one value in place of a line",
                        "dashboard.json",
                        "",
                        panel(RATE_BY_STATUS).replace("\"expr\"", "\"instant\": true, \"expr\""),
                        "3.7",
                        "of the type instant"),
                mistake(
                        "the query is hidden",
                        "dashboard.json",
                        "",
                        panel(RATE_BY_STATUS).replace("\"expr\"", "\"hide\": true, \"expr\""),
                        "3.7",
                        "Open the eye"),
                query(
                        "rate of a gauge",
                        "11-heap",
                        "rate(jvm_memory_bytes_used{area=\"heap\"}[5m])",
                        "3.13",
                        "rate of a gauge"),
                mistake(
                        "a variable without its dollar",
                        "dashboard.json",
                        "",
                        panel(RATE_BY_STATUS.replace("$", "")),
                        "3.7",
                        "to the letter"),
                mistake(
                        "a variable without its underscores",
                        "dashboard.json",
                        "",
                        panel(RATE_BY_STATUS.replace("__", "")),
                        "3.7",
                        "[$rate_interval] is no range"),
                mistake(
                        "a variable with a letter too many",
                        "dashboard.json",
                        "",
                        panel(RATE_BY_STATUS.replace("interval", "intervall")),
                        "3.7",
                        "to the letter"),
                mistake(
                        "a panel that is not closed",
                        "dashboard.json",
                        "",
                        panel("sum by (status) (rate(requests_total[$__rate_interval])"),
                        "3.7",
                        "Prometheus cannot read the query of this panel: something is not closed"),
                mistake(
                        "a panel without a range",
                        "dashboard.json",
                        "",
                        panel("sum by (status) (rate(requests_total))"),
                        "3.7",
                        "of this panel: rate needs a range"),
                mistake(
                        "a dashboard in YAML",
                        "dashboard.json",
                        "",
                        "apiVersion: dashboard.grafana.app/v1\nkind: Dashboard\n",
                        "3.7",
                        "this is YAML"),
                mistake(
                        "the address of a dashboard",
                        "dashboard.json",
                        "",
                        "http://localhost:3000/d/my-treecounter/my-tree-counter\n",
                        "3.7",
                        "this is the address"),
                mistake(
                        "children of the other counter",
                        HANDLER,
                        "FOREST_REQUESTS.labels(status);",
                        "REQUESTS.labels(status, \"/treecounter\");",
                        "3.1",
                        "says of which counter it is a child"),
                mistake(
                        "a method that nobody calls",
                        HANDLER,
                        "    static {\n",
                        "    private static void children() {\n",
                        "3.1",
                        "nobody calls that"));
    }

    private static String panel(String query) {
        return panel(query, "");
    }

    private static String panel(String query, String kind) {
        return "{\"panels\": [{%s\"targets\": [{\"expr\": \"%s\"}]}]}".formatted(kind, query);
    }
}
