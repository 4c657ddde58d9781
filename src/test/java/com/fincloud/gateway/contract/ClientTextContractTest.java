package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 2.3: a client's text is never resolved as a placeholder, whichever step of a route makes a URI of it. */
class ClientTextContractTest {

    private static final String SECRET = "your-secret-key-change-in-production";

    private static RecordingBackend backend;
    private static TestGateway gateway;

    private static String route(String id, String steps) {
        return "<routes xmlns='http://camel.apache.org/schema/xml-io'><route id='" + id + "'>"
                + "<from uri='platform-http:/" + id + "'/>" + steps + "</route></routes>";
    }

    @BeforeAll
    static void start() {
        backend = new RecordingBackend();
        String to = backend.url() + "/x/${header.X-Tenant}";
        gateway = TestGateway.builder()
                .backend(backend)
                .with("JWT_SECRET", SECRET)
                .with("GREETING", "hello")
                .routes(Map.ofEntries(
                        Map.entry("tod.xml", route("tod", "<toD uri='" + to + "'/>")),
                        Map.entry(
                                "tod-options.xml", route("tod-options", "<toD uri='" + to + "?bridgeEndpoint=true'/>")),
                        Map.entry(
                                "list.xml",
                                route("list", "<recipientList><simple>" + to + "</simple></recipientList>")),
                        Map.entry("slip.xml", route("slip", "<routingSlip><simple>" + to + "</simple></routingSlip>")),
                        Map.entry("enrich.xml", route("enrich", "<enrich><simple>" + to + "</simple></enrich>")),
                        Map.entry(
                                "uri.xml",
                                route(
                                        "uri",
                                        "<setHeader name='CamelHttpUri'><simple>" + to
                                                + "</simple></setHeader><to uri='" + backend.url() + "/fixed'/>")),
                        Map.entry("tap.xml", route("tap", "<wireTap uri='" + to + "'/>")),
                        Map.entry(
                                "twice.xml",
                                route(
                                        "twice",
                                        "<setBody><simple>${header.X-Tenant}</simple></setBody>"
                                                + "<setHeader name='X-Echo'><simple>${body}</simple></setHeader>")),
                        Map.entry(
                                "properties.xml",
                                route(
                                        "properties",
                                        "<setHeader name='X-Built'><constant>{{GREETING}}</constant></setHeader>"
                                                + "<setBody><constant>built</constant></setBody>")),
                        Map.entry(
                                "literal.xml",
                                route(
                                        "literal",
                                        "<toD uri='{{LITERAL:" + backend.url() + "}}/y/${header.X-Tenant}'/>")),
                        Map.entry(
                                "own-secret.xml",
                                route("own-secret", "<setBody><constant>{{JWT_SECRET}}</constant></setBody>")),
                        Map.entry(
                                "relaxed.xml",
                                route("relaxed", "<setBody><constant>{{jwt.secret:x}}</constant></setBody>")),
                        Map.entry("env.xml", route("env", "<setBody><constant>{{env:REDIS_URL}}</constant></setBody>")),
                        Map.entry(
                                "nested.xml",
                                route("nested", "<setBody><constant>{{{{N:JWT_SECRET}}:x}}</constant></setBody>")),
                        Map.entry(
                                "bean.xml",
                                route("bean", "<setBody><constant>{{bean:camelContext.stop}}</constant></setBody>")),
                        Map.entry(
                                "simple-env.xml",
                                route("simple-env", "<setBody><simple>${env:JWT_SECRET}</simple></setBody>")),
                        Map.entry(
                                "simple-dot.xml",
                                route("simple-dot", "<setBody><simple>${sysenv.JWT_SECRET_FILE}</simple></setBody>")),
                        Map.entry(
                                "simple-pick.xml",
                                route("simple-pick", "<setBody><simple>${env.${header.X-Tenant}}</simple></setBody>")),
                        Map.entry(
                                "simple-properties.xml",
                                route(
                                        "simple-properties",
                                        "<setBody><simple>${properties:JWT_SECRET}</simple></setBody>")),
                        Map.entry(
                                "any-list.xml",
                                route("any-list", "<recipientList><header>X-Tenant</header></recipientList>")),
                        Map.entry(
                                "any-slip.xml",
                                route("any-slip", "<routingSlip><header>X-Tenant</header></routingSlip>")),
                        Map.entry(
                                "any-enrich.xml",
                                route("any-enrich", "<enrich><simple>${header.X-Tenant}</simple></enrich>")),
                        Map.entry(
                                "any-poll.xml",
                                route("any-poll", "<pollEnrich timeout='0'><header>X-Tenant</header></pollEnrich>")),
                        Map.entry(
                                "any-parallel.xml",
                                route(
                                        "any-parallel",
                                        "<recipientList parallelProcessing='true'><header>X-Tenant</header>"
                                                + "</recipientList>")),
                        Map.entry(
                                "listed.xml",
                                route(
                                        "listed",
                                        "<choice><when><simple>${header.X-Never} == 'x'</simple>"
                                                + "<to uri='language:simple:listed'/></when></choice>"
                                                + "<recipientList><constant>language:simple:listed</constant>"
                                                + "</recipientList>")),
                        Map.entry("scheme.xml", route("scheme", "<toD uri='${header.X-Tenant}'/>"))))
                .start();
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
        backend.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tod", "tod-options", "list", "slip", "enrich", "uri", "tap", "twice", "literal"})
    void noClientReadsASecretOrStopsTheGateway(String route) throws IOException {
        for (String tenant : new String[] {
            "{{JWT_SECRET}}",
            "{{env:JWT_SECRET}}",
            "{{sys:java.home}}",
            "{{bean:camelContext.stop}}",
            "{{jwt.secret}}",
            "{{?JWT_SECRET}}",
            "{{GREETING}}",
            "RAW({{JWT_SECRET}})",
            "${env:JWT_SECRET}",
            "{{",
            "}}",
            "a?x=#bean:camelContext"
        }) {
            backend.requests().clear();

            Http.Reply reply = Http.get(gateway.port(), "/" + route, Tokens.bearer(), "X-Tenant: " + tenant);

            assertThat(reply.head() + reply.text()).doesNotContain(SECRET, "hello", System.getProperty("java.home"));
            assertThat(backend.requests().toString()).doesNotContain(SECRET, "hello", System.getProperty("java.home"));
            assertThat(Http.get(gateway.port(), "/health").status()).isEqualTo(200);
        }
        assertThat(Http.get(gateway.port(), "/properties", Tokens.bearer()).value("X-Built"))
                .isEqualTo("hello");
    }

    @ParameterizedTest
    @ValueSource(strings = {"any-list", "any-slip", "any-enrich", "any-poll", "any-parallel"})
    void noClientChoosesAComponentThatRunsCode(String route) throws IOException {
        for (String uri : new String[] {
            "language:simple:${env:JWT_SECRET}",
            "language://simple:${sysenv.JWT_SECRET}",
            " language:simple:${env:JWT_SECRET}",
            "bean:environment?method=getProperty(JWT_SECRET)",
            "controlbus:language:simple?async=false",
            "controlbus:route?routeId=tod&action=stop",
            "class:java.lang.System?method=exit(0)",
            "bean:camelContext?method=stop",
            "bean:camelContext?method=suspend"
        }) {
            Http.Reply reply = Http.get(gateway.port(), "/" + route, Tokens.bearer(), "X-Tenant: " + uri);

            assertThat(reply.head() + reply.text()).doesNotContain(SECRET);
            assertThat(reply.status()).as(uri).isEqualTo(500);
            assertThat(Http.get(gateway.port(), "/health").status()).as(uri).isEqualTo(200);
        }
        assertThat(Http.get(gateway.port(), "/tod", Tokens.bearer(), "X-Tenant: a")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aUriOfTheFileIsCalledWhateverItRuns() throws IOException {
        assertThat(Http.get(gateway.port(), "/listed", Tokens.bearer()).text()).isEqualTo("listed");
    }

    @Test
    void aPlaceholderOfTheFileIsResolvedInADynamicUri() throws IOException {
        assertThat(Http.get(gateway.port(), "/literal", Tokens.bearer(), "X-Tenant: a")
                        .status())
                .isEqualTo(200);
        assertThat(backend.last().target()).startsWith("/y/a");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    own-secret.xml        | is a secret of the gateway
                    relaxed.xml           | is a secret of the gateway
                    env.xml               | is a secret of the gateway
                    nested.xml            | is a secret of the gateway
                    bean.xml              | is no placeholder here
                    simple-env.xml        | is a secret of the gateway
                    simple-dot.xml        | is a secret of the gateway
                    simple-pick.xml       | names no variable
                    simple-properties.xml | is resolved while a request runs
                    scheme.xml            | begins with data
                    """)
    void aFileThatWouldShowASecretIsRefusedWithASentence(String file, String reason) throws IOException {
        String health = Http.get(gateway.port(), "/api/v1/health/detailed").text();

        assertThat(health.replaceAll(".*(\\{[^{}]*\"file\":\"" + file + "\".*?)\"file\".*", "$1"))
                .contains("rejected")
                .contains(reason);
    }
}
