package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code validate} warns of, and what it leaves alone. */
class ValidateWarningsTest {

    private static Command command = new Command(-1, "", "");

    @BeforeAll
    static void validate() {
        command = Command.run("validate", files().toString());
    }

    private static Path files() {
        return Command.folder(Map.ofEntries(
                Map.entry("auth.xml", Command.backend("auth", "/api/v1/auth")),
                Map.entry("outside.xml", Command.backend("outside", "/internal")),
                Map.entry("shop.xml", Command.backend("shop", "/api/v1/shop")),
                Map.entry("orders.xml", Command.backend("orders", "/api/v1/shop/orders")),
                Map.entry("order.xml", Command.backend("order", "/api/v1/shop/orders/one")),
                Map.entry(
                        "header.xml",
                        Command.backend("header", "/api/v1/header", "setRequestHeaders", "X-Api-Key: k1234")),
                Map.entry(
                        "bare.xml",
                        Command.plain("bare", "platform-http:/api/v1/bare", "    <to uri=\"http://budget:8001/x\"/>")),
                Map.entry(
                        "breaker.xml",
                        Command.plain(
                                "breaker",
                                "platform-http:/api/v1/breaker",
                                "    <circuitBreaker><to uri=\"http://budget:8001/x\"/></circuitBreaker>")),
                Map.entry(
                        "uri.xml",
                        Command.plain(
                                "uri",
                                "direct:uri",
                                "    <circuitBreaker><to uri=\"http://a:1/x?token=s3cret\"/>"
                                        + "<onFallback><stop/></onFallback></circuitBreaker>")),
                Map.entry(
                        "constant.xml",
                        Command.plain(
                                "constant",
                                "direct:constant",
                                "    <setHeader name=\"Authorization\"><constant>Basic abc</constant></setHeader>")),
                Map.entry(
                        "yaml.yaml",
                        """
                        - route:
                            id: yaml
                            from:
                              uri: platform-http:/api/v1/yaml
                              steps:
                                - setHeader:
                                    name: X-Secret
                                    constant: abc
                                - circuitBreaker:
                                    steps:
                                      - to: https://budget:8001/x
                        """),
                Map.entry(
                        "logs.xml",
                        Command.plain(
                                "logs",
                                "direct:logs",
                                "    <log message=\"all ${headers}\"/>\n"
                                        + "    <log message=\"one ${header.Authorization}\"/>\n"
                                        + "    <log message=\"everything ${exchange}\"/>\n"
                                        + "    <to uri=\"log:show?showAll=true\"/>\n"
                                        + "    <wireTap uri=\"log:tap?showHeaders=true\"/>")),
                Map.entry(
                        "logs.yaml",
                        """
                        - route:
                            id: logs-yaml
                            from:
                              uri: direct:logs-yaml
                              steps:
                                - log: "all ${headers}"
                                - to:
                                    uri: log:show
                                    parameters:
                                      showAll: true
                        """),
                Map.entry(
                        "uris.xml",
                        Command.plain(
                                "uris",
                                "direct:uris",
                                "    <toD uri=\"http://a:1/${header.X-Tenant}\"/>\n"
                                        + "    <recipientList><header>X-Tenant</header></recipientList>\n"
                                        + "    <routingSlip><simple>direct:${body}</simple></routingSlip>\n"
                                        + "    <dynamicRouter><simple>direct:${in.header.a}</simple></dynamicRouter>\n"
                                        + "    <enrich><simple>http://a:1/${header.X-Tenant}</simple></enrich>\n"
                                        + "    <pollEnrich><xpath>/a/b</xpath></pollEnrich>\n"
                                        + "    <wireTap uri=\"http://a:1/${header.X-Tenant}\"/>\n"
                                        + "    <setHeader name=\"CamelHttpUri\"><simple>http://a:1/${body}</simple></setHeader>")),
                Map.entry(
                        "uris.yaml",
                        """
                        - route:
                            id: uris-yaml
                            from:
                              uri: direct:uris-yaml
                              steps:
                                - toD: http://a:1/${header.X-Tenant}
                                - recipientList:
                                    simple: direct:${header.X-Tenant}
                                - enrich:
                                    expression:
                                      simple: direct:${body}
                        """),
                Map.entry(
                        "properties.xml",
                        """
                        <routes>
                          <route id="properties">
                            <routeProperty key="limitPerMinute" value="10"/>
                            <routeProperty key="roles" value="admin"/>
                            <from uri="direct:properties"/><log message="x"/>
                          </route>
                          <route id="properties-timer">
                            <routeProperty key="roles" value="admin"/>
                            <from uri="timer:properties"/><log message="x"/>
                          </route>
                        </routes>
                        """),
                Map.entry(
                        "quiet.yaml",
                        """
                        - route:
                            id: quiet-yaml
                            from:
                              uri: direct:quiet-yaml
                              steps:
                                - log: "order ${header.X-Order} of ${exchangeId}"
                                - to: log:show?showBody=false
                                - recipientList:
                                    constant: log:a,direct:quiet-yaml
                                - toD: direct:${exchangeProperty.place}
                        """),
                Map.entry(
                        "quiet.xml",
                        Command.plain(
                                "quiet",
                                "platform-http:/api/v1/quiet",
                                "    <setHeader name=\"X-Api-Key\"><constant>{{QUIET_KEY:}}</constant></setHeader>\n"
                                        + "    <to uri=\"http:budget?url=http://budget-service:8001\"/>\n"
                                        + "    <circuitBreaker><to uri=\"http://budget:8001/x\"/>\n"
                                        + "      <onFallback><stop/></onFallback></circuitBreaker>"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "auth.xml:3:35: warning: route 'auth' serves without a token | /api/v1/auth/login",
                "outside.xml:3:35: warning: | outside /api",
                "orders.xml:3:35: warning: route 'orders' takes the requests | from route 'shop' (shop.xml)",
                "order.xml:3:35: warning: route 'order' takes the requests | from route 'orders' (orders.xml)",
                "header.xml:6:48: warning: | 'X-Api-Key' stands here in clear",
                "bare.xml:4:14: warning: | not in a circuitBreaker",
                "breaker.xml:4:5: warning: | has no onFallback",
                "uri.xml:4:43: warning: | 'token' stands here in clear",
                "constant.xml:4:47: warning: | 'Authorization' stands here in clear",
                "yaml.yaml:8:23: warning: | 'X-Secret' stands here in clear",
                "yaml.yaml:9:11: warning: | has no onFallback",
                "logs.xml:4:19: warning: | writes header fields to the log",
                "logs.xml:5:19: warning: | writes header fields to the log",
                "logs.xml:6:19: warning: | writes header fields to the log",
                "logs.xml:7:14: warning: | writes header fields to the log",
                "logs.xml:8:19: warning: | writes header fields to the log",
                "logs.yaml:6: | writes header fields to the log",
                "logs.yaml:8: | writes header fields to the log",
                "uris.xml:4:15: warning: 'toD' makes a URI of | a client that can choose it",
                "uris.xml:5: | 'recipientList' makes a URI of",
                "uris.xml:6: | 'routingSlip' makes a URI of",
                "uris.xml:7: | 'dynamicRouter' makes a URI of",
                "uris.xml:8: | 'enrich' makes a URI of",
                "uris.xml:9: | 'pollEnrich' makes a URI of",
                "uris.xml:10: | 'wireTap' makes a URI of",
                "uris.xml:11: | 'setHeader' makes a URI of",
                "uris.yaml:6: | 'toD' makes a URI of",
                "uris.yaml:8: | 'recipientList' makes a URI of",
                "uris.yaml:11: | 'enrich' makes a URI of",
                "properties.xml:3: | 'limitPerMinute' has no effect at a route that begins with 'direct:'",
                "properties.xml:8: | 'roles' has no effect at a route that begins with 'timer:'"
            })
    void whatIsDoubtfulIsAWarningInItsPlace(String place, String words) {
        assertThat(command.out().lines())
                .anySatisfy(line -> assertThat(line).contains(place).contains(words));
    }

    @ParameterizedTest
    @ValueSource(strings = {"quiet.xml", "quiet.yaml", "shop.xml"})
    void whatIsRightIsNoWarning(String file) {
        assertThat(command.out().lines()).noneMatch(line -> line.contains("/" + file + ":"));
    }

    @Test
    void warningsDoNotFail() {
        assertThat(command.status()).as(command.out()).isZero();
        assertThat(command.out()).contains("18 files, 0 errors, 34 warnings");
    }

    @Test
    void aSecretIsNotRepeated() {
        assertThat(command.out()).doesNotContain("k1234", "s3cret", "Basic abc");
    }
}
