package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 6.3 and 6.6: how much a backend may send beside a body. A limit of the gateway's own is no failure of the service. */
class AnswerBoundsContractTest {

    private static final int FAILURES_THAT_OPEN = 3;

    private static RecordingBackend backend;
    private static TestGateway gateway;

    @BeforeAll
    static void start() throws IOException {
        backend = new RecordingBackend();
        gateway = TestGateway.builder()
                .with("CIRCUIT_BREAKER_FAILURE_THRESHOLD", Integer.toString(FAILURES_THAT_OPEN))
                .backend(backend)
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

    private static Http.Reply get() throws IOException {
        return Http.get(gateway.port(), "/api/v1/budget/x", Tokens.bearer());
    }

    private static void answers(String answer) {
        backend.on("/api/v1/x", answer, new byte[0]);
    }

    private static String fields(int count, int bytesOfEach) {
        StringBuilder fields = new StringBuilder();
        for (int i = 0; i < count; i++) {
            fields.append("F-")
                    .append(i)
                    .append(": ")
                    .append("v".repeat(bytesOfEach))
                    .append('\n');
        }
        return fields.toString();
    }

    /** The same answer more often than opens a circuit is 502 each time, and the next good one passes. */
    private static void isOurLimit(String answer) throws IOException {
        answers(answer);
        for (int i = 0; i < FAILURES_THAT_OPEN + 2; i++) {
            Http.Reply reply = get();
            assertThat(reply.status()).isEqualTo(502);
            assertThat(reply.text()).isEqualTo("{\"detail\":\"Invalid response from service budget\"}");
        }
        backend.forget();
        assertThat(get().status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(ints = {15 * 1024, 23 * 1024})
    void aRedirectThatRepeatsALongQueryPasses(int bytes) throws IOException {
        answers("HTTP/1.1 302 Found\nLocation: /login?next=" + "q".repeat(bytes) + "\nContent-Length: 0\n\n");

        Http.Reply reply = get();

        assertThat(reply.status()).isEqualTo(302);
        assertThat(reply.value("Location")).hasSize(bytes + 12);
        assertThat(reply.value("X-Request-ID")).isNotNull();
    }

    @Test
    void manyFieldsPass() throws IOException {
        answers("HTTP/1.1 200 OK\n" + fields(400, 20) + "Content-Length: 0\n\n");

        Http.Reply reply = get();

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.value("F-399")).hasSize(20);
    }

    @Test
    void aHeadBeyondTheLimitIs502AndNoFailure() throws IOException {
        isOurLimit("HTTP/1.1 200 OK\n" + fields(30, 1000) + "Content-Length: 0\n\n");
    }

    @Test
    void aLineBeyondTheLimitIs502AndNoFailure() throws IOException {
        isOurLimit("HTTP/1.1 200 OK\n" + fields(1, 30_000) + "Content-Length: 0\n\n");
    }

    @Test
    void aReasonBeyondTheLimitIs502AndNoFailure() throws IOException {
        isOurLimit("HTTP/1.1 200 " + "r".repeat(30_000) + "\nContent-Length: 0\n\n");
    }

    @Test
    void fieldsBeyondTheLimitAre502AndNoFailure() throws IOException {
        isOurLimit("HTTP/1.1 200 OK\n" + fields(520, 1) + "Content-Length: 0\n\n");
    }

    @Test
    void interimAnswersBeyondTheLimitAre502AndNoFailure() throws IOException {
        String hint = "HTTP/1.1 103 Early Hints\n" + fields(20, 900) + "\n";
        isOurLimit(hint.repeat(4) + "HTTP/1.1 200 OK\nContent-Length: 0\n\n");
    }

    @Test
    void hintsWithinTheLimitPass() throws IOException {
        String hint = "HTTP/1.1 103 Early Hints\n" + fields(10, 400) + "\n";
        answers(hint.repeat(4) + "HTTP/1.1 200 OK\nContent-Length: 2\n\nok");

        assertThat(get().text()).isEqualTo("ok");
    }

    private static Http.Reply chunked(String chunks) throws IOException {
        answers("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n" + chunks);
        return get();
    }

    @Test
    void trailersWithinTheLimitEndAnAnswer() throws IOException {
        Http.Reply reply = chunked("2\nok\n0\n" + fields(20, 500) + "\n");

        assertThat(reply.text()).isEqualTo("ok");
        assertThat(reply.complete()).isTrue();
    }

    @Test
    void trailersBeyondTheLimitBreakAnAnswerOff() throws IOException {
        assertThat(chunked("2\nok\n0\n" + fields(80, 1000) + "\n").complete()).isFalse();
        assertThat(chunked("2\nok\n0\n" + fields(1, 30_000) + "\n").complete()).isFalse();
    }

    @Test
    void aChunksExtensionsHaveALimit() throws IOException {
        assertThat(chunked("2;a=" + "e".repeat(200) + "\nok\n0\n\n").complete()).isTrue();
        assertThat(chunked("2;a=" + "e".repeat(5000) + "\nok\n0\n\n").complete())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"+2", "0x2", ";a", "0000000000000002"})
    void aSizeThatIsNoneBreaksAnAnswerOff(String size) throws IOException {
        assertThat(chunked("2\nok\n" + size + "\nok\n0\n\n").complete()).isFalse();
    }
}
