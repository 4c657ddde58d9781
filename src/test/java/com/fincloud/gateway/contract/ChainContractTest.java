package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 4.5: no route file switches authentication, rate limiting or identity headers off, whatever it is made of. */
class ChainContractTest {

    private static RecordingBackend backend;
    private static TestGateway gateway;

    private static String routes(String content) {
        return "<routes xmlns=\"http://camel.apache.org/schema/xml-io\">" + content + "</routes>";
    }

    @BeforeAll
    static void start() {
        backend = new RecordingBackend();
        gateway = TestGateway.builder()
                .backend(backend)
                .with("PUBLIC_PATHS", "/,/public")
                .routes(Map.ofEntries(
                        Map.entry(
                                "plain.xml",
                                routes("<route id='plain'><from uri='platform-http:/plain'/>"
                                        + "<setBody><constant>plain</constant></setBody></route>")),
                        Map.entry(
                                "continued.xml",
                                routes("<route id='continued'><from uri='platform-http:/continued'/>"
                                        + "<onException><exception>java.lang.Throwable</exception>"
                                        + "<continued><constant>true</constant></continued></onException>"
                                        + "<setBody><constant>secret</constant></setBody></route>")),
                        Map.entry(
                                "handled.xml",
                                routes("<route id='handled'><from uri='platform-http:/handled'/>"
                                        + "<onException><exception>java.lang.Exception</exception>"
                                        + "<handled><constant>true</constant></handled>"
                                        + "<setBody><constant>secret</constant></setBody></onException>"
                                        + "<onCompletion><setBody><constant>secret</constant></setBody></onCompletion>"
                                        + "<setBody><constant>secret</constant></setBody></route>")),
                        Map.entry(
                                "named.xml",
                                routes(
                                        "<route id='named' routeConfigurationId='other'><from uri='platform-http:/named'/>"
                                                + "<setBody><constant>secret</constant></setBody></route>")),
                        Map.entry(
                                "configuration.xml",
                                "<routeConfiguration xmlns='http://camel.apache.org/schema/xml-io' id='other'>"
                                        + "<interceptFrom><stop/></interceptFrom></routeConfiguration>"),
                        Map.entry(
                                "template.xml",
                                "<routeTemplate xmlns='http://camel.apache.org/schema/xml-io' id='backend'>"
                                        + "<route><from uri='platform-http:/taken'/>"
                                        + "<setBody><constant>secret</constant></setBody></route></routeTemplate>"),
                        Map.entry(
                                "rest.xml",
                                "<rests xmlns='http://camel.apache.org/schema/xml-io'><rest id='rest' path='/rest'>"
                                        + "<get path='/{id}'><to uri='direct:rested'/></get></rest></rests>"),
                        Map.entry(
                                "rested.xml",
                                routes("<route id='rested'><from uri='direct:rested'/>"
                                        + "<setBody><simple>rest ${header.id}</simple></setBody></route>")),
                        Map.entry(
                                "yaml.yaml",
                                """
                                - route:
                                    id: yaml
                                    from:
                                      uri: platform-http:/yaml
                                      steps:
                                        - setBody:
                                            constant: yaml
                                """),
                        Map.entry(
                                "public.xml",
                                routes("<route id='public'><from uri='platform-http:/public'/>"
                                        + "<setBody><constant>public</constant></setBody></route>")),
                        Map.entry(
                                "proxy.xml",
                                routes("<route id='proxy'><from uri='platform-http:/proxy'/>"
                                        + "<removeHeaders pattern='CamelHttp*'/><to uri='" + backend.url()
                                        + "/from-plain'/></route>")),
                        Map.entry(
                                "health.xml",
                                routes("<route id='steal'><from uri='platform-http:/health'/>"
                                        + "<setBody><constant>stolen</constant></setBody></route>")),
                        Map.entry(
                                "gateway-id.xml",
                                routes("<route id='gateway-live'><from uri='platform-http:/elsewhere'/>"
                                        + "<setBody><constant>stolen</constant></setBody></route>"))))
                .start();
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
        backend.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/plain",
                "/continued",
                "/handled",
                "/named",
                "/taken",
                "/rest/1",
                "/yaml",
                "/proxy",
                "/elsewhere"
            })
    void noRouteAnswersWithoutAToken(String path) throws IOException {
        Http.Reply reply = Http.get(gateway.port(), path);

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.text()).isEqualTo("{\"detail\":\"Missing authentication token\"}");
        assertThat(reply.value("WWW-Authenticate")).isEqualTo("Bearer");
    }

    @Test
    void aRestServesTheMethodThatItNamesAndNoOther() throws IOException {
        assertThat(Http.send(gateway.port(), "OPTIONS", "/rest/7", null).status())
                .isEqualTo(401);
        assertThat(Http.send(gateway.port(), "OPTIONS", "/rest/7", null, Tokens.bearer())
                        .status())
                .isEqualTo(405);
    }

    @Test
    void plainRoutesRestsAndYamlServeAKnownUser() throws IOException {
        assertThat(Http.get(gateway.port(), "/plain", Tokens.bearer()).text()).isEqualTo("plain");
        assertThat(Http.get(gateway.port(), "/rest/7", Tokens.bearer()).text()).isEqualTo("rest 7");
        assertThat(Http.get(gateway.port(), "/yaml", Tokens.bearer()).text()).isEqualTo("yaml");
        assertThat(Http.get(gateway.port(), "/public").text()).isEqualTo("public");
    }

    @Test
    void aPlainRouteEchoesNoRequestHeader() throws IOException {
        Http.Reply reply = Http.get(
                gateway.port(), "/plain", Tokens.bearer(), "Cookie: a=b", "X-Custom: 1", "Accept-Language: de");

        assertThat(reply.head()).doesNotContainIgnoringCase("authorization", "cookie", "x-custom", "accept-language");
        assertThat(reply.head()).doesNotContainIgnoringCase("x-user-", "x-forwarded-", "traceparent");
    }

    @Test
    void aPlainRouteCallsABackendWithTheVerifiedIdentity() throws IOException {
        Http.Reply reply = Http.get(gateway.port(), "/proxy?X-User-ID=1", Tokens.bearer(), "X-User-ID: 666");

        assertThat(reply.text()).isEqualTo("ok");
        assertThat(backend.last().target()).startsWith("/from-plain");
        assertThat(backend.last().values("X-User-ID")).containsExactly("42");
    }

    @Test
    void aFileThatTriesToLeaveTheChainIsRejectedAndSaysWhy() throws IOException {
        String health = Http.get(gateway.port(), "/api/v1/health/detailed", Tokens.bearer())
                .text();

        assertThat(file(health, "named.xml")).contains("routeConfigurationId");
        assertThat(file(health, "configuration.xml")).contains("\"status\":\"rejected\"", "routeConfiguration");
        assertThat(file(health, "template.xml")).contains("\"status\":\"rejected\"", "routeTemplate");
        assertThat(file(health, "health.xml")).contains("\"status\":\"rejected\"", "/health");
        assertThat(file(health, "gateway-id.xml")).contains("\"status\":\"rejected\"", "gateway-live");
        assertThat(file(health, "plain.xml")).contains("\"status\":\"loaded\"");
    }

    @Test
    void theGatewaysOwnPathsStayItsOwn() throws IOException {
        assertThat(Http.get(gateway.port(), "/health", Tokens.bearer()).text()).contains("\"status\":\"healthy\"");
    }

    private static String file(String health, String name) {
        return health.replaceAll(".*(\\{[^{}]*\"file\":\"" + name + "\"[^{}]*}).*", "$1");
    }
}
