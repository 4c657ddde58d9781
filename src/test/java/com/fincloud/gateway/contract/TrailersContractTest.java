package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Contract 2.15: trailers pass for clients that say so, and by the rules for heads. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrailersContractTest {

    private static final String ANSWER = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"
            + "Connection: X-Hop\r\n\r\n5\r\nhello\r\n0\r\nX-HOP: secret\r\nX-Cut: secret\r\nX-Given: secret\r\n"
            + "grpc-status: 0\r\nX-User-ID: 1\r\nSet-Cookie: a=b\r\nX-Request-ID: forged\r\nX-Sum: a\r\nX-Sum: b\r\nx-sum: c\r\n\r\n";

    private RawBackend backend;
    private TestGateway gateway;

    @BeforeAll
    void start() throws IOException {
        backend = new RawBackend(request -> ANSWER);
        gateway = TestGateway.builder()
                .routes(backend.routes(
                        "removeRequestHeaders=X-Cut",
                        "removeResponseHeaders=x-cut",
                        "setRequestHeaders=X-Given: 1",
                        "setResponseHeaders=X-Given: 1"))
                .start();
    }

    @AfterAll
    void stop() throws IOException {
        gateway.close();
        backend.close();
    }

    private String exchange(String request) throws Exception {
        try (Http http = new Http(gateway.port())) {
            http.write(request);
            StringBuilder answer = new StringBuilder(http.readHead());
            while (answer.indexOf("\r\n0\r\n") < 0 || answer.lastIndexOf("\r\n\r\n") != answer.length() - 4) {
                answer.append((char) http.in().read());
            }
            return answer.toString();
        }
    }

    @Test
    void theTrailersOfAnAnswerPassForAClientThatSaysSo() throws Exception {
        String answer = exchange("GET /t/x HTTP/1.1\r\nHost: x\r\nTE: gzip, Trailers\r\nConnection: TE\r\n"
                + Tokens.bearer() + "\r\n\r\n");

        String trailers = answer.substring(answer.indexOf("\r\n0\r\n") + 5);
        assertThat(trailers.lines().filter(line -> !line.isEmpty()).toList())
                .isEqualTo(List.of("grpc-status: 0", "X-Sum: a, b", "x-sum: c"));
        assertThat(backend.next()).doesNotContain("TE:"); // hop-by-hop
    }

    @Test
    void noTrailersPassForAnyOtherClient() throws Exception {
        String answer = exchange("GET /t/x HTTP/1.1\r\nHost: x\r\nTE: gzip\r\n" + Tokens.bearer() + "\r\n\r\n");

        assertThat(answer).endsWith("\r\n0\r\n\r\n");
        assertThat(backend.next()).doesNotContain("TE:");
    }

    @Test
    void anAnswerThatClosesTheConnectionHasItsTrailers() throws Exception {
        String answer = exchange("GET /t/x HTTP/1.1\r\nHost: x\r\nTE: trailers\r\nConnection: TE, close\r\n"
                + Tokens.bearer() + "\r\n\r\n");

        assertThat(answer).contains("\r\n0\r\ngrpc-status: 0\r\n");
        backend.next();
    }

    @Test
    void aClientOfHttp10GetsTheBodyWithoutTrailers() throws Exception {
        try (Http http = new Http(gateway.port())) {
            http.write("GET /t/x HTTP/1.0\r\nHost: x\r\nTE: trailers\r\nConnection: TE\r\n" + Tokens.bearer()
                    + "\r\n\r\n");

            assertThat(http.readHead()).startsWith("HTTP/1.1 200 ").doesNotContain("Transfer-Encoding");
            assertThat(new String(http.in().readAllBytes(), StandardCharsets.ISO_8859_1))
                    .isEqualTo("hello");
        }
        backend.next();
    }

    private static String upload(String te) {
        return "POST /t/x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n" + te + Tokens.bearer()
                + "\r\n\r\n3\r\nabc\r\n0\r\nX-Sum: 900150983cd24fb0\r\nX-Hop: secret\r\nX-CUT: secret\r\nX-Given: secret\r\nX-User-ID: 1\r\nAuthorization: x\r\nX-Forwarded-For: 1.1.1.1\r\n\r\n";
    }

    @Test
    void theTrailersOfARequestPassForAClientThatSaysSo() throws Exception {
        exchange(upload("TE: trailers\r\nConnection: TE, x-hop\r\n"));

        assertThat(backend.next()).endsWith("\r\n3\r\nabc\r\n0\r\nX-Sum: 900150983cd24fb0\r\n\r\n");
    }

    @Test
    void theTrailersOfAnyOtherRequestDoNotPass() throws Exception {
        exchange(upload(""));

        assertThat(backend.next()).endsWith("\r\n3\r\nabc\r\n0\r\n\r\n");
    }
}
