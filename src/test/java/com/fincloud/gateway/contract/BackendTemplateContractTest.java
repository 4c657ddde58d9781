package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
                                + route(
                                        "headers",
                                        "headers",
                                        parameter("removeRequestHeaders", "cookie, X-Debug")
                                                + parameter("setRequestHeaders", "X-Tenant: fincloud | X-Debug: off")
                                                + parameter("removeResponseHeaders", "SERVER,X-Powered-By")
                                                + parameter(
                                                        "setResponseHeaders",
                                                        "Cache-Control: no-store | Sunset: Fri, 31 Dec 2027 23:59:59 GMT"))
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

    @Test
    void retriesAnswerOfABusyBackendButNoOtherFailureOfItsOwn() throws IOException {
        AtomicInteger calls = new AtomicInteger();
        backend.on("/again/busy", (request, socket, out) -> {
            int status = calls.incrementAndGet() % 3 == 0 ? 200 : 503;
            out.write(RecordingBackend.head("HTTP/1.1 " + status + " X\nRetry-After: 60\nContent-Length: 2\n\nno"));
        });
        backend.on("/again/broken", 500, "", "own words");

        assertThat(Http.send(gateway.port(), "PUT", "/again/busy", null, Tokens.bearer())
                        .status())
                .isEqualTo(200);
        assertThat(calls).hasValue(3);
        assertThat(Http.get(gateway.port(), "/again/broken", Tokens.bearer()).text())
                .isEqualTo("own words");
        assertThat(backend.requests()).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource({"POST, ''", "PATCH, ''", "POST, body"})
    void whatCannotBeRepeatedIsSentOnce(String method, String body) throws IOException {
        backend.on("/again/busy", 503, "", "own words");
        byte[] bytes = body.isEmpty() ? null : body.getBytes(StandardCharsets.US_ASCII);

        Http.Reply reply = Http.send(gateway.port(), method, "/again/busy", bytes, Tokens.bearer());

        assertThat(reply.text()).isEqualTo("own words");
        assertThat(backend.requests()).hasSize(1);
        Http.get(gateway.port(), "/again/ok", Tokens.bearer()); // the breaker forgets
    }

    @Test
    void aSmallBodyIsSentAgainAndALargeOneIsNot() throws IOException {
        backend.on("/again/busy", 503, "", "own words");

        Http.send(gateway.port(), "PUT", "/again/busy", "body".getBytes(StandardCharsets.US_ASCII), Tokens.bearer());
        assertThat(backend.requests()).hasSize(3).allMatch(request -> request.text()
                .equals("body"));
        backend.requests().clear();
        Http.get(gateway.port(), "/again/ok", Tokens.bearer()); // the breaker forgets
        Http.send(gateway.port(), "PUT", "/again/busy", new byte[70_000], Tokens.bearer());

        assertThat(backend.requests()).hasSize(2);
        Http.get(gateway.port(), "/again/ok", Tokens.bearer());
    }

    @Test
    void requestHeadersAreRemovedAndSetForTheBackend() throws IOException {
        Http.get(
                gateway.port(),
                "/headers",
                Tokens.bearer(),
                "Cookie: a=1",
                "COOKIE: b=2",
                "x-debug: on",
                "X-Tenant: other",
                "x-tenant: another",
                "X-Kept:  a , b ",
                "X-Kept: c");

        assertThat(backend.last().values("Cookie")).isEmpty();
        assertThat(backend.last().values("X-Debug")).containsExactly("off");
        assertThat(backend.last().values("X-Tenant")).containsExactly("fincloud");
        assertThat(backend.last().values("X-Kept")).containsExactly("a , b", "c");
        assertThat(backend.last().values("X-User-ID")).containsExactly("42");
    }

    @Test
    void responseHeadersAreRemovedAndSetInTheBackendsAnswer() throws IOException {
        backend.on(
                "/headers",
                404,
                "Server: a\nserver: b\nX-Powered-By: c\ncache-control: public\nCache-Control: max-age=9\n"
                        + "Set-Cookie: a=1\nSet-Cookie: b=2\n",
                "own words");

        Http.Reply reply = Http.get(gateway.port(), "/headers", Tokens.bearer());

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.values("Server")).isEmpty();
        assertThat(reply.values("X-Powered-By")).isEmpty();
        assertThat(reply.values("Cache-Control")).containsExactly("no-store");
        assertThat(reply.values("Sunset")).containsExactly("Fri, 31 Dec 2027 23:59:59 GMT");
        assertThat(reply.values("Set-Cookie")).containsExactly("a=1", "b=2");
        assertThat(reply.values("X-Tenant")).isEmpty();
    }

    @Test
    void theGatewaysOwnErrorsHaveNoHeaderOfTheRoute() throws IOException {
        backend.on("/headers", (request, socket, out) -> socket.close());

        Http.Reply refused = Http.get(gateway.port(), "/headers");
        Http.Reply broken = Http.get(gateway.port(), "/headers", Tokens.bearer());

        assertThat(refused.status()).isEqualTo(401);
        assertThat(broken.status()).isEqualTo(502);
        assertThat(refused.values("Sunset")).isEmpty();
        assertThat(broken.values("Sunset")).isEmpty();
    }
}
