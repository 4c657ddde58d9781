package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Contract 4.5: the chain is the outermost thing around every consumer. Nothing that Camel wraps around a route, REST binding, an
 * interceptor, an error handler, a route configuration, sees a request before the chain has let it pass.
 */
class OutermostChainContractTest {

    private static final String BIG = "[" + "{},".repeat(20_000) + "{}]";

    private static final AtomicInteger RUNS = new AtomicInteger();

    private static RecordingBackend backend;
    private static TestRedis redis;
    private static TestGateway gateway;

    /** Routes in Java, as a jar would add them, one with a configuration of its own that answers in place of the route. */
    private static final class JavaRoutes extends RouteBuilder {

        @Override
        public void configure() {
            interceptFrom("platform-http:.*").setHeader("touched", constant("interceptor"));
            from("platform-http:/java")
                    .routeId("java")
                    .process(exchange -> RUNS.incrementAndGet())
                    .setBody(constant("secret"));
            from("platform-http:/configured")
                    .routeId("configured")
                    .routeConfigurationId("own")
                    .setBody(constant("secret"));
        }
    }

    private static final class OwnConfiguration extends RouteConfigurationBuilder {

        @Override
        public void configuration() {
            routeConfiguration("own")
                    .interceptFrom("platform-http:.*")
                    .setBody(constant("secret"))
                    .stop();
        }
    }

    private static String xml(String content) {
        return "<camel>" + content + "</camel>";
    }

    @BeforeAll
    static void start() throws Exception {
        backend = new RecordingBackend();
        redis = new TestRedis();
        gateway = TestGateway.builder()
                .backend(backend)
                .with("RATE_LIMIT_ENABLED", "true")
                .with("RATE_LIMIT_PER_MINUTE", "100000")
                .with("RATE_LIMIT_PER_HOUR", "100000")
                .with("REDIS_URL", redis.url())
                .routes(Map.of(
                        "plain.xml",
                        xml("<route id='plain'><from uri='platform-http:/plain'/><setBody><constant>secret</constant>"
                                + "</setBody></route>"),
                        "template.xml",
                        "<templatedRoutes xmlns='http://camel.apache.org/schema/xml-io'>"
                                + "<templatedRoute routeTemplateRef='backend' routeId='shop'>"
                                + "<parameter name='path' value='/shop'/><parameter name='service' value='shop'/>"
                                + "<parameter name='url' value='" + backend.url() + "'/>"
                                + "</templatedRoute></templatedRoutes>",
                        "binding.xml",
                        xml("<rest path='/binding' bindingMode='json'><post><to uri='direct:bound'/></post></rest>"
                                + "<route id='bound'><from uri='direct:bound'/><setBody><constant>bound</constant>"
                                + "</setBody></route>"),
                        "validation.xml",
                        xml("<rest path='/validation' clientRequestValidation='true' consumes='application/json'>"
                                + "<post><to uri='direct:validated'/></post></rest>"
                                + "<route id='validated'><from uri='direct:validated'/><setBody>"
                                + "<constant>validated</constant></setBody></route>"),
                        "cors.xml",
                        xml("<rest path='/cors' enableCORS='true'><get><to uri='direct:cors'/></get></rest>"
                                + "<route id='cors'><from uri='direct:cors'/><setBody><constant>secret</constant>"
                                + "</setBody></route>"),
                        "yaml.yaml",
                        """
                        - route:
                            id: yaml
                            from:
                              uri: platform-http:/yaml
                              steps:
                                - setBody:
                                    constant: secret
                        - rest:
                            path: /yaml-rest
                            bindingMode: json
                            post:
                              - to: direct:yaml-rest
                        - route:
                            id: yaml-rest
                            from:
                              uri: direct:yaml-rest
                              steps:
                                - setBody:
                                    constant: secret
                        """,
                        "wrapped.xml",
                        xml("<route id='wrapped'><from uri='platform-http:/wrapped'/>"
                                + "<onException><exception>java.lang.Throwable</exception>"
                                + "<continued><constant>true</constant></continued></onException>"
                                + "<onCompletion mode='BeforeConsumer'><setBody><constant>secret</constant></setBody>"
                                + "</onCompletion><doTry><unmarshal><json/></unmarshal><doCatch>"
                                + "<exception>java.lang.Exception</exception><setBody><constant>secret</constant>"
                                + "</setBody></doCatch></doTry></route>")))
                .start();
        DefaultCamelContext camel = gateway.context().getBean(DefaultCamelContext.class);
        camel.addRoutesConfigurations(new OwnConfiguration());
        camel.addRoutes(new JavaRoutes());
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
        redis.close();
        backend.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/plain",
                "/shop",
                "/binding",
                "/validation",
                "/yaml",
                "/yaml-rest",
                "/java",
                "/configured",
                "/wrapped"
            })
    void noRouteSeesARequestWithoutAToken(String path) throws IOException {
        int calls = backend.requests().size();
        int runs = RUNS.get();
        for (String body : List.of("{bad json", BIG)) {
            Http.Reply reply = Http.send(
                    gateway.port(),
                    "POST",
                    path,
                    body.getBytes(StandardCharsets.UTF_8),
                    "Content-Type: application/json");

            assertThat(reply.status()).isEqualTo(401);
            assertThat(reply.text()).isEqualTo("{\"detail\":\"Missing authentication token\"}");
            assertThat(reply.value("X-RateLimit-Limit-Minute")).isEqualTo("100000");
        }

        assertThat(backend.requests()).as("calls of the backend").hasSize(calls);
        assertThat(RUNS.get()).as("runs of the route").isEqualTo(runs);
    }

    @Test
    void aRefusedRequestIsCountedBeforeItsBodyIsRead() throws IOException {
        int before = remaining();

        Http.send(
                gateway.port(),
                "POST",
                "/binding",
                "{bad".getBytes(StandardCharsets.UTF_8),
                "Content-Type: application/json");

        assertThat(before - remaining()).isEqualTo(2);
    }

    private static int remaining() throws IOException {
        return Integer.parseInt(Http.get(gateway.port(), "/plain").value("X-RateLimit-Remaining-Minute"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/binding", "/validation", "/cors"})
    void aRestAnswersNoOptionsBeforeTheChain(String path) throws IOException {
        assertThat(Http.send(gateway.port(), "OPTIONS", path, null).status()).isEqualTo(401);
        assertThat(Http.send(gateway.port(), "OPTIONS", path, null, Tokens.bearer())
                        .status())
                .isEqualTo(405);
    }

    @Test
    void aKnownUserIsServed() throws IOException {
        assertThat(post("/plain").text()).isEqualTo("secret");
        assertThat(post("/binding").text()).contains("bound");
        assertThat(post("/java").text()).isEqualTo("secret");
        assertThat(post("/configured").text()).isEqualTo("secret");
        assertThat(post("/shop").status()).isEqualTo(200);
        assertThat(backend.last().values("X-User-ID")).containsExactly("42");
    }

    private static Http.Reply post(String path) throws IOException {
        return Http.send(
                gateway.port(),
                "POST",
                path,
                "{}".getBytes(StandardCharsets.UTF_8),
                Tokens.bearer(),
                "Content-Type: application/json");
    }
}
