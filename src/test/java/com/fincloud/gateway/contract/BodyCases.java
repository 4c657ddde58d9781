package com.fincloud.gateway.contract;

import java.util.LinkedHashMap;
import java.util.Map;

/** Routes around calls of a backend, each with what becomes of a body that a client sends to it. */
final class BodyCases {

    /** A step that reads the body. */
    static final String READ = "<validate><simple>${bodyAs(String)} != null</simple></validate>";

    private static final String OK = "<setBody><constant>ok</constant></setBody>";
    private static final String STRATEGY = "aggregationStrategy=\"#class:org.apache.camel.processor.aggregate.%s\"";

    /**
     * A route.
     *
     * @param steps the steps in XML
     * @param calls how often the backend gets the client's body
     * @param echoes whether the client gets its body back; otherwise it gets "ok"
     */
    record Case(String steps, int calls, boolean echoes) {}

    private final Map<String, Case> cases = new LinkedHashMap<>();
    private final String url;

    /** The cases for a backend that echoes at {@code /echo} and fails at {@code /fail}. */
    BodyCases(String url) {
        this.url = url;
        steps();
        copies();
        failures();
        patterns();
        expressions();
        answers();
    }

    Map<String, Case> cases() {
        return cases;
    }

    /** Steps for bodies that are XML; each sends the body once, and the client gets it back. */
    Map<String, String> xml() {
        String echo = call("/echo");
        return Map.of(
                "xpath-choice",
                each(
                        "choice",
                        each("when", "<xpath>/r/a = 'never'</xpath>", OK),
                        each("when", "<xpath>/r/a</xpath>", echo)),
                "xpath-filter",
                each("filter", "<xpath>count(/r/a) = 1</xpath>", echo),
                "xpath-split",
                each("split", "<xpath>/r/a</xpath>", OK) + echo,
                "xpath-value",
                each("setProperty name=\"a\"", "<xpath resultType=\"java.lang.String\">/r/a</xpath>") + plain(),
                "xml-tokens",
                each("split streaming=\"true\"", "<tokenize token=\"a\" xml=\"true\"/>", OK) + echo);
    }

    /** The beans of the file. */
    String beans() {
        return "<bean name=\"sagas\" type=\"org.apache.camel.saga.InMemorySagaService\"/>"
                + "<bean name=\"seen\" type=\"org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository\"/>";
    }

    /** The steps of the routes that others call, by the URI from which they consume. */
    Map<String, String> called() {
        String late = "<delay><constant>100</constant></delay>" + call("/echo");
        return Map.of(
                "direct:inner",
                READ + call("/echo"),
                "direct:echoes",
                call("/echo"),
                "direct:last",
                "<removeProperty name=\"next\"/>" + call("/echo"),
                "direct:tapped",
                late,
                "seda:bodies",
                late,
                "direct:fails",
                failing("fails"));
    }

    private void echoed(String name, int calls, String... steps) {
        cases.put(name, new Case(String.join("", steps), calls, true));
    }

    private void sent(String name, int calls, String... steps) {
        cases.put(name, new Case(String.join("", steps), calls, false));
    }

    /** Calls the backend through the service's circuit. */
    String call(String path) {
        return "<to uri=\"http:bodies?url=" + url + "&amp;path=" + path + "\"/>";
    }

    /** A call that fails, through a circuit of its own. */
    String failing(String service) {
        return "<to uri=\"http:" + service + "?url=" + url + "&amp;path=/fail&amp;throwExceptionOnFailure=true\"/>";
    }

    /** Calls the backend as Camel does. */
    String plain() {
        return "<removeHeader name=\"CamelHttpPath\"/><to uri=\"" + url + "/echo?bridgeEndpoint=true\"/>";
    }

    private static String each(String eip, String... steps) {
        int blank = eip.indexOf(' ');
        return "<" + eip + ">" + String.join("", steps) + "</" + (blank < 0 ? eip : eip.substring(0, blank)) + ">";
    }

    private void steps() {
        String echo = call("/echo");
        echoed("log", 1, "<log message=\"in: ${body}\"/>", echo);
        echoed("read", 1, READ, READ, echo);
        echoed("plain", 1, plain());
        echoed("read-plain", 1, READ, plain());
        echoed("convert", 1, "<convertBodyTo type=\"java.lang.String\"/>", echo);
        echoed("bytes", 1, "<convertBodyTo type=\"byte[]\"/>", plain());
        echoed("transform", 1, "<transform><simple>${body}</simple></transform>", echo);
        echoed("direct", 1, "<to uri=\"direct:inner\"/>");
        echoed("threads", 1, READ, "<threads/>", echo);
        echoed("delay", 1, READ, "<delay asyncDelayed=\"true\"><constant>1</constant></delay>", echo);
        echoed("throttle", 1, "<throttle><constant>10000</constant></throttle>", READ, echo);
        echoed("first", 1, "<filter><simple>${header.x} == 1</simple>" + READ + "</filter>", echo);
        echoed("uncached", 1, READ, READ, echo);
        echoed("cached", 1, READ, READ, echo);
        echoed("step", 1, "<step id=\"one\">" + READ + "</step>", echo);
        echoed(
                "property",
                2,
                "<setProperty name=\"saved\"><simple>${body}</simple></setProperty>",
                echo,
                "<setBody><exchangeProperty>saved</exchangeProperty></setBody>",
                echo);
        echoed(
                "variable",
                2,
                "<setVariable name=\"saved\"><simple>${body}</simple></setVariable>",
                echo,
                "<setBody><variable>saved</variable></setBody>",
                echo);
        echoed("input-stream", 1, "<convertBodyTo type=\"java.io.InputStream\"/>", READ, echo);
        echoed("byte-buffer", 1, "<convertBodyTo type=\"java.nio.ByteBuffer\"/>", READ, echo);
        echoed("data-type", 1, "<transformDataType toType=\"text-plain\"/>", echo);
        echoed("binary-type", 1, "<transformDataType toType=\"application-octet-stream\"/>", echo);
        echoed("shown", 1, "<to uri=\"log:bodies?showAll=true&amp;showStreams=true\"/>", echo);
        echoed("set-bytes", 1, "<setBody><simple resultType=\"byte[]\">${body}</simple></setBody>", plain());
        echoed("sampled", 1, each("sample messageFrequency=\"1\"", ""), READ, echo);
        echoed("claim", 1, "<claimCheck operation=\"Push\"/>", OK, "<claimCheck operation=\"Pop\"/>", echo);
        echoed(
                "claim-key",
                2,
                READ,
                "<claimCheck operation=\"Set\" key=\"one\"/>",
                echo,
                OK,
                "<claimCheck operation=\"GetAndRemove\" key=\"one\"/>",
                echo);
    }

    private void copies() {
        String echo = call("/echo");
        echoed("multicast", 3, each("multicast", echo, echo, echo));
        echoed("multicast-parallel", 3, each("multicast parallelProcessing=\"true\"", echo, echo, echo));
        echoed(
                "multicast-plain",
                2,
                each("multicast parallelProcessing=\"true\"", each("pipeline", plain()), each("pipeline", plain())));
        echoed("multicast-read", 3, READ, each("multicast parallelProcessing=\"true\"", echo, READ, echo, echo));
        echoed(
                "recipients",
                2,
                each("recipientList parallelProcessing=\"true\"", "<constant>direct:inner,direct:echoes</constant>"));
        echoed("tap", 2, "<wireTap uri=\"direct:tapped\" dynamicUri=\"false\"/>", echo);
        echoed("tap-read", 2, READ, "<wireTap uri=\"direct:tapped\" dynamicUri=\"false\"/>", echo);
        sent("tap-alone", 1, "<wireTap uri=\"direct:tapped\" dynamicUri=\"false\"/>", OK);
        sent("queue", 1, "<to uri=\"seda:bodies?waitForTaskToComplete=Never\"/>", OK);
        echoed("split", 1, "<split><tokenize token=\"z\"/><setBody><constant>part</constant></setBody></split>", echo);
        echoed("loop", 2, "<loop><constant>2</constant>" + echo + "</loop>");
        echoed("loop-copy", 2, "<loop copy=\"true\"><constant>2</constant>" + echo + "</loop>");
        echoed("enrich", 1, "<enrich><constant>direct:echoes</constant></enrich>");
        echoed("on-completion", 2, "<onCompletion>" + call("/done") + "</onCompletion>", echo);
    }

    private void failures() {
        String echo = call("/echo");
        echoed(
                "again",
                2,
                "<doTry>" + failing("again") + "<doCatch><exception>java.lang.Exception</exception>" + echo
                        + "</doCatch></doTry>");
        echoed(
                "again-inner",
                2,
                "<doTry><to uri=\"direct:fails\"/><doCatch><exception>java.lang.Exception</exception>" + echo
                        + "</doCatch></doTry>");
        echoed(
                "handled",
                2,
                "<onException><exception>java.lang.Exception</exception><handled><constant>true</constant>"
                        + "</handled>" + echo + "</onException>",
                failing("handled"));
        sent(
                "redelivery",
                3,
                "<onException><exception>java.lang.Exception</exception><redeliveryPolicy "
                        + "maximumRedeliveries=\"2\" redeliveryDelay=\"0\"/><handled><constant>true</constant></handled>"
                        + OK
                        + "</onException>",
                failing("redelivery"));
        echoed("failover", 2, "<loadBalance><failoverLoadBalancer/>" + failing("failover") + echo + "</loadBalance>");
        echoed(
                "breaker",
                2,
                "<circuitBreaker>" + failing("breaker") + "<onFallback>" + echo + "</onFallback></circuitBreaker>");
        echoed(
                "breaker-slow",
                1,
                "<circuitBreaker><resilience4jConfiguration timeoutEnabled=\"true\" timeoutDuration=\"20000\"/>" + echo
                        + "<onFallback>" + OK + "</onFallback></circuitBreaker>");
        echoed(
                "breaker-plain",
                1,
                READ,
                "<circuitBreaker>" + plain() + "<onFallback>" + OK + "</onFallback></circuitBreaker>");
        echoed(
                "original",
                1,
                "<onException useOriginalBody=\"true\"><exception>java.lang.Exception</exception><handled><constant>true"
                        + "</constant></handled>" + echo + "</onException>",
                READ,
                OK,
                "<throwException exceptionType=\"java.lang.IllegalStateException\" message=\"x\"/>");
        echoed("finally", 2, each("doTry", echo, each("doFinally", echo)));
    }

    private void patterns() {
        String echo = call("/echo");
        echoed("saga", 1, each("saga sagaService=\"sagas\"", READ, echo));
        sent("aggregate", 1, aggregate("completionSize=\"1\"", echo), OK);
        sent("aggregate-late", 1, aggregate("completionTimeout=\"100\"", echo), OK);
        sent("aggregate-read", 1, READ, aggregate("completionTimeout=\"100\"", echo), OK);
        echoed(
                "poll-enrich",
                1,
                each(
                        "pollEnrich " + STRATEGY.formatted("UseOriginalAggregationStrategy"),
                        "<constant>" + url + "/echo?bridgeEndpoint=true</constant>"),
                echo);
        echoed(
                "enrich-plain",
                2,
                "<removeHeader name=\"CamelHttpPath\"/>",
                each(
                        "enrich " + STRATEGY.formatted("UseOriginalAggregationStrategy"),
                        "<constant>" + url + "/echo?bridgeEndpoint=true</constant>"),
                echo);
        echoed(
                "idempotent",
                1,
                each(
                        "idempotentConsumer idempotentRepository=\"seen\"",
                        "<simple>${exchangeId}${bodyAs(String).length()}</simple>",
                        echo));
        echoed(
                "dynamic-router",
                2,
                "<setProperty name=\"next\"><constant>direct:inner,direct:last</constant></setProperty>",
                each("dynamicRouter", "<exchangeProperty>next</exchangeProperty>"));
        echoed("routing-slip", 2, each("routingSlip", "<constant>direct:inner,direct:echoes</constant>"));
        sent("topic", 2, each("loadBalance", "<topicLoadBalancer/>", echo, echo), OK);
        echoed("round-robin", 1, each("loadBalance", "<roundRobinLoadBalancer/>", each("pipeline", READ, echo)));
        echoed("dynamic", 1, READ, "<toD uri=\"direct:${header.none}inner\"/>");
    }

    private static String aggregate(String completion, String... steps) {
        return each(
                "aggregate " + completion + " " + STRATEGY.formatted("UseLatestAggregationStrategy"),
                "<correlationExpression><simple>${exchangeId}</simple></correlationExpression>",
                String.join("", steps));
    }

    private void expressions() {
        String echo = call("/echo");
        echoed(
                "choice",
                1,
                "<choice><when><simple>${body} contains 'never'</simple>" + OK + "</when><when><simple>"
                        + "${bodyAs(String)} != null</simple>" + echo + "</when></choice>");
        echoed("filter", 1, each("filter", "<simple>${bodyAs(String)} !contains 'never'</simple>", echo));
        echoed("tokenized", 1, each("split", "<tokenize token=\"\\n\"/>", OK), echo);
    }

    private void answers() {
        String echo = call("/echo");
        echoed("answer-read", 1, echo, READ);
        echoed("answer-sent", 2, echo, READ, echo);
        echoed(
                "answer-plain",
                1, // its second call has no header of the client
                plain(),
                READ,
                plain());
        echoed("answer-multicast", 3, echo, each("multicast parallelProcessing=\"true\"", echo, echo));
        echoed("tap-answer", 2, echo, "<wireTap uri=\"direct:tapped\" dynamicUri=\"false\"/>");
    }
}
