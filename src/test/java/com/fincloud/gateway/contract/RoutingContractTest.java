package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 2.1 to 2.4: which backend path a client's path becomes, byte for byte, and which paths are refused. */
class RoutingContractTest {

    @RegisterExtension
    static final SharedGateway SHARED = SharedGateway.asDelivered();

    private static final RecordingBackend backend = SHARED.backend();
    private static final TestGateway gateway = SHARED.gateway();

    @ParameterizedTest
    @CsvSource({
        "/api/v1/budget/accounts, /api/v1/accounts",
        "/api/v1/budget/, /api/v1/",
        "/api/v1/portfolio/holdings/7, /api/v1/holdings/7",
        "/api/v1/notifications/unread, /api/v1/unread",
        "/api/v1/auth/login, /api/v1/auth/login",
        "/api/v1/users/me, /api/v1/users/me",
        "/api/v1/accounts, /api/v1/accounts/",
        "/api/v1/accounts/, /api/v1/accounts/",
        "/api/v1/accounts?page=2, /api/v1/accounts/?page=2",
        "/api/v1/accounts/5/statements, /api/v1/accounts/5/statements",
        "/api/v1/transactions, /api/v1/transactions/",
        "/api/v1/budgets, /api/v1/budgets/",
        "/api/v1/categories, /api/v1/categories/",
        "/api/v1/reports/summary, /api/v1/reports/summary",
        "/api/v1/portfolios, /api/v1/portfolios/",
        "/api/v1/holdings, /api/v1/holdings/",
        "/api/v1/analytics/risk, /api/v1/analytics/risk",
        "/api/v1/assets, /api/v1/assets/",
        "/api/v1/budget/a%20b%2Fc%C3%A9, /api/v1/a%20b%2Fc%C3%A9",
        "/api/v1/budget/a+b;v=1/c, /api/v1/a+b;v=1/c",
        "/api/v1/budget/x?a=1&a=2&b=&c&=d&e=%2F+, /api/v1/x?a=1&a=2&b=&c&=d&e=%2F+",
        "/api/v1/budget/x?, /api/v1/x?",
        "/api/v1/budget/a//b, /api/v1/a//b",
        "/api/v1/budget/${sys}{{JWT_SECRET}}, /api/v1/${sys}{{JWT_SECRET}}",
        "/api/v1/budget/x?q=[1]{2}|3, /api/v1/x?q=[1]{2}|3"
    })
    void pathAndQueryArriveByteForByte(String client, String service) throws IOException {
        Http.Reply reply = Http.get(gateway.port(), client, Tokens.bearer());

        assertThat(reply.status()).isEqualTo(200);
        assertThat(backend.last().target()).isEqualTo(service);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/budget/../portfolio/x",
                "/api/v1/budget/./x",
                "/api/v1/budget/..;x/y",
                "/api/v1/budget/%2e%2e/x",
                "/api/v1/budget/%2E./x",
                "/api/v1/budget/..%2fx",
                "/api/v1/budget/%2e%2e%5cx",
                "/api/v1/budget/..\\x",
                "/api/v1/budget/x%00",
                "/api/v1/budget/x%0d%0aX-Evil:1",
                "/api/v1/health/../budget/x",
                "/api/v1/auth/login/..",
                "//api/v1/budget/x",
                "/api//v1/budget/x",
                "/api/v1/budget//x",
                "/api/v1/budget%2Fx",
                "/api%2Fv1/budget/x",
                "/api/v1/b%75dget/x",
                "/api/v1/budget/%zz",
                "/api/v1/budget/%c0%ae%c0%ae/x",
                "/.."
            })
    void ambiguousPathIs400BeforeAuthentication(String path) throws IOException {
        Http.Reply reply = Http.get(gateway.port(), path);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text()).startsWith("{\"detail\":");
        assertThat(reply.value("X-Request-ID")).isNotNull();
        assertThat(backend.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/budgetx", "/api/v1/loginx", "/api/v1/BUDGET/x", "/api/v1/%62udgetx"})
    void aPrefixHasOneSpellingAndEndsAtASegment(String path) throws IOException {
        assertThat(Http.get(gateway.port(), path).status()).isEqualTo(401);
        assertThat(Http.get(gateway.port(), path, Tokens.bearer()).status()).isEqualTo(404);
        assertThat(backend.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
    void everyMethodReachesTheBackendAsSent(String method) throws IOException {
        Http.Reply reply = Http.send(gateway.port(), method, "/api/v1/budget/m", null, Tokens.bearer());

        assertThat(reply.status()).isEqualTo(200);
        assertThat(backend.last().requestLine()).isEqualTo(method + " /api/v1/m HTTP/1.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "CONNECT"})
    void traceAndConnectAre405(String method) throws IOException {
        Http.Reply reply = Http.send(gateway.port(), method, "/api/v1/budget/m", null, Tokens.bearer());

        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.text()).isEqualTo("{\"detail\":\"Method Not Allowed\"}");
    }

    @Test
    void queryParametersAreNoHeaders() throws IOException {
        Http.Reply reply = Http.get(
                gateway.port(),
                "/api/v1/budget/q?X-User-ID=1&Content-Type=x&CamelHttpUri=http://evil&authorization=z",
                Tokens.bearer());

        assertThat(backend.last().value("X-User-ID")).isEqualTo("42");
        assertThat(backend.last().value("Content-Type")).isNull();
        assertThat(backend.last().head().toLowerCase(java.util.Locale.ROOT)).doesNotContain("camel:");
        assertThat(reply.value("X-User-ID")).isNull();
        assertThat(reply.status()).isEqualTo(200);
    }
}
