package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contract 11.3, 4.4 and 5.9: what each parameter of the template {@code backend} does. */
class BackendTemplateContractTest {

    private static RecordingBackend backend;
    private static TestGateway gateway;

    private static String route(String id, String service, String extra) {
        return "<templatedRoute routeTemplateRef='backend' routeId='" + id + "'><parameter name='path' value='/" + id
                + "'/><parameter name='service' value='" + service + "'/><parameter name='url' value='"
                + backend.url() + "'/>" + extra + "</templatedRoute>";
    }

    private static String parameter(String name, String value) {
        return "<parameter name='" + name + "' value='" + value + "'/>";
    }

    @BeforeAll
    static void start() {
        backend = new RecordingBackend();
        gateway = TestGateway.builder()
                .backend(backend)
                .with("RATE_LIMIT_ENABLED", "true")
                .with("REDIS_URL", "redis://127.0.0.1:1/0")
                .with("RATE_LIMIT_PER_MINUTE", "1000")
                .routes(Map.of(
                        "all.xml",
                        "<templatedRoutes xmlns='http://camel.apache.org/schema/xml-io'>"
                                + route("same", "one", "")
                                + route("swapped", "one", parameter("rewrite", "/inner/v2"))
                                + route("stripped", "one", parameter("rewrite", "/"))
                                + route("admins", "one", parameter("roles", "admin, auditor"))
                                + route("few", "one", parameter("limitPerMinute", "2"))
                                + route("readers", "one", parameter("methods", "GET,HEAD"))
                                + route("small", "one", parameter("maxBody", "1KB"))
                                + route("quick", "quick", parameter("timeout", "0.3"))
                                + route("again", "again", parameter("retries", "2"))
                                + "</templatedRoutes>"))
                .start();
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
        backend.close();
    }

    @BeforeEach
    void forget() {
        backend.forget();
    }

    @ParameterizedTest
    @CsvSource({
        "/same/x?a=%20, /same/x?a=%20",
        "/same, /same",
        "/swapped/x, /inner/v2/x",
        "/swapped, /inner/v2",
        "/stripped/x/y?, /x/y?",
        "/stripped, /"
    })
    void rewriteReplacesThePath(String client, String expected) throws IOException {
        assertThat(Http.get(gateway.port(), client, Tokens.bearer()).status()).isEqualTo(200);
        assertThat(backend.last().target()).isEqualTo(expected);
    }

    @Test
    void rolesLetAnyOfThemPassAndAnswer403ToOthers() throws IOException {
        assertThat(Http.get(gateway.port(), "/admins", Tokens.bearer(1, "admin"))
                        .status())
                .isEqualTo(200);
        assertThat(Http.get(gateway.port(), "/admins", Tokens.bearer(1, "auditor"))
                        .status())
                .isEqualTo(200);

        Http.Reply reply = Http.get(gateway.port(), "/admins", Tokens.bearer(1, "user"));

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.text()).isEqualTo("{\"detail\":\"Insufficient permissions\"}");
        assertThat(Http.get(gateway.port(), "/admins").status()).isEqualTo(401);
    }

    @Test
    void aRoutesOwnLimitCountsApart() throws IOException {
        String user = Tokens.bearer(77, "user");
        assertThat(Http.get(gateway.port(), "/few", user).value("X-RateLimit-Limit-Minute"))
                .isEqualTo("2");
        assertThat(Http.get(gateway.port(), "/few", user).status()).isEqualTo(200);

        Http.Reply refused = Http.get(gateway.port(), "/few", user);

        assertThat(refused.text()).isEqualTo("{\"detail\":\"Rate limit exceeded: 2 requests per minute\"}");
        assertThat(Http.get(gateway.port(), "/same", user).status()).isEqualTo(200);
    }

    @Test
    void anotherMethodIs405AfterTheToken() throws IOException {
        assertThat(Http.get(gateway.port(), "/readers", Tokens.bearer()).status())
                .isEqualTo(200);
        assertThat(Http.send(gateway.port(), "POST", "/readers", null).status()).isEqualTo(401);

        Http.Reply reply = Http.send(gateway.port(), "POST", "/readers", null, Tokens.bearer());

        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.value("Allow")).isEqualTo("GET, HEAD");
    }

    @Test
    void maxBodyBoundsTheBody() throws IOException {
        assertThat(Http.send(gateway.port(), "POST", "/small", new byte[1024], Tokens.bearer())
                        .status())
                .isEqualTo(200);
        assertThat(Http.send(gateway.port(), "POST", "/small", new byte[1025], Tokens.bearer())
                        .status())
                .isEqualTo(413);
    }

    @Test
    void timeoutEndsTheCall() throws IOException {
        backend.on("/quick", (request, socket, out) -> TimeUnit.SECONDS.sleep(20));

        Http.Reply reply = Http.get(gateway.port(), "/quick", Tokens.bearer());

        assertThat(reply.status()).isEqualTo(504);
        assertThat(reply.text()).isEqualTo("{\"detail\":\"Service quick request timeout\"}");
    }

    @Test
    void retriesRepeatIdempotentRequestsOnly() throws IOException {
        AtomicInteger calls = new AtomicInteger();
        backend.on("/again", (request, socket, out) -> {
            if (calls.incrementAndGet() % 3 == 0) {
                out.write(RecordingBackend.head("HTTP/1.1 200 OK\nContent-Length: 0\n\n"));
            } else {
                socket.close();
            }
        });

        assertThat(Http.get(gateway.port(), "/again", Tokens.bearer()).status()).isEqualTo(200);
        assertThat(calls).hasValue(3);
        assertThat(Http.send(gateway.port(), "POST", "/again", null, Tokens.bearer())
                        .status())
                .isEqualTo(502);
        assertThat(calls).hasValue(4);
    }
}
