package com.fincloud.gateway.upstream.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fincloud.gateway.http.body.DirectSource;
import com.fincloud.gateway.tls.BackendTls;
import com.fincloud.gateway.upstream.SocketBackend;
import com.fincloud.gateway.upstream.client.request.RawHttpRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.hc.core5.http.HttpEntity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of a backend's connection when its answer is read, left alone, or breaks off. */
@Timeout(30)
class UpstreamBodyStreamTest {

    private static final int LEFT_OVER = 64 * 1024;
    private static final int BLOCK = 4 * 1024;

    private final Deadlines deadlines = new Deadlines();
    private final ServiceClient client = new ServiceClient(2, BackendTls.ofJdk());

    @AfterEach
    void close() {
        client.close();
        deadlines.close();
    }

    private static RawHttpRequest request() {
        return new RawHttpRequest("GET", "/", "backend");
    }

    private ConnectionLease lease(SocketBackend backend) {
        return client.lease(backend.host(), deadlines, new Deadline.Terms(Duration.ofHours(1), null));
    }

    private InputStream answer(SocketBackend backend) throws IOException {
        return answer(lease(backend));
    }

    private static InputStream answer(ConnectionLease lease) throws IOException {
        HttpEntity entity =
                lease.send(request(), UpstreamBodyStreamTest::request).getEntity();
        return entity.getContent();
    }

    @Test
    void bytesAreNeverTakenForTheEnd() throws Exception {
        try (SocketBackend backend = new SocketBackend(SocketBackend.ok("\u00ff\u0000a"))) {
            InputStream body = answer(backend);

            assertThat(new int[] {body.read(), body.read(), body.read(), body.read(), body.read()})
                    .containsExactly(0xff, 0, 'a', -1, -1);
            assertThat(body.available()).isZero();
        }
    }

    @Test
    void whatHasEndedNeverTouchesTheConnectionOfTheNextCall() throws Exception {
        try (SocketBackend backend = new SocketBackend(SocketBackend.ok("answer"))) {
            InputStream first = answer(backend);
            first.readAllBytes();
            InputStream second = answer(backend);
            assertThat(backend.connections()).hasSize(1);

            assertThat(first.read()).isEqualTo(-1);
            first.close();

            assertThat(new String(second.readAllBytes(), StandardCharsets.US_ASCII))
                    .isEqualTo("answer");
        }
    }

    @Test
    void whatHasEndedIsNeverAskedAgain() throws Exception {
        try (SocketBackend backend = new SocketBackend(SocketBackend.ok("x"))) {
            InputStream endsOnce = new ByteArrayInputStream(new byte[1]) {
                private boolean asked;

                @Override
                public synchronized int read(byte[] target, int offset, int count) {
                    boolean first = !asked;
                    asked = true;
                    return first ? -1 : super.read(target, offset, count);
                }
            };
            UpstreamBodyStream body = new UpstreamBodyStream(endsOnce, lease(backend));

            assertThat(body.read()).isEqualTo(-1);
            assertThat(body.read()).isEqualTo(-1);
        }
    }

    @Test
    void aShortRestThatNobodyWantsIsRead() throws Exception {
        try (SocketBackend backend = new SocketBackend(SocketBackend.ok("x".repeat(LEFT_OVER - BLOCK)))) {
            InputStream body = answer(backend);
            body.read();

            body.close();

            assertThat(client.leased()).isZero();
            assertThat(client.idle()).isOne();
            assertThat(new String(answer(backend).readNBytes(3), StandardCharsets.US_ASCII))
                    .isEqualTo("xxx");
            assertThat(backend.connections()).hasSize(1);
        }
    }

    @Test
    void aLongRestThatNobodyWantsCostsTheConnection() throws Exception {
        try (SocketBackend backend = new SocketBackend(SocketBackend.ok("x".repeat(10 * LEFT_OVER)))) {
            answer(backend).close();

            assertThat(client.leased()).isZero();
            assertThat(client.idle()).isZero();
            backend.connections().get(0).awaitEnd();
        }
    }

    @Test
    void noMoreIsReadOfARestThanAConnectionIsWorth() throws Exception {
        try (SocketBackend backend = new SocketBackend(SocketBackend.ok("x"))) {
            ByteArrayInputStream endless = new ByteArrayInputStream(new byte[10 * LEFT_OVER]);

            new UpstreamBodyStream(endless, lease(backend)).close();

            assertThat(10 * LEFT_OVER - endless.available()).isEqualTo(LEFT_OVER);
            assertThat(client.leased()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf'",
        "'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n'",
        "'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhalf'"
    })
    void aBodyThatBreaksOffIsNeverAWholeOne(String answer) throws Exception {
        try (SocketBackend backend = new SocketBackend(answer)) {
            InputStream body = answer(backend);
            assertThat(body.readNBytes(4)).asString(StandardCharsets.US_ASCII).isEqualTo("half");
            backend.connections().get(0).close();

            assertThatThrownBy(body::read).isInstanceOf(IOException.class);

            assertThat(client.leased()).isZero();
            assertThat(client.idle()).isZero();
            body.close();
        }
    }

    /** What a reader past the heap gets until the end, in pieces of a buffer. */
    private static String pastTheHeap(InputStream body) throws IOException {
        StringBuilder all = new StringBuilder();
        ByteBuffer buffer = ByteBuffer.allocateDirect(50_000);
        while (((DirectSource) body).read(buffer.clear()) >= 0) {
            all.append(StandardCharsets.ISO_8859_1.decode(buffer.flip()));
        }
        return all.toString();
    }

    @Test
    void aLargeBodyIsTheSamePastTheHeapAndItsConnectionServesAgain() throws Exception {
        String large = "0123456789".repeat(30_000);
        try (SocketBackend backend = new SocketBackend(SocketBackend.ok(large))) {
            assertThat(pastTheHeap(answer(backend))).isEqualTo(large);
            InputStream mixed = answer(backend);
            String begin = new String(mixed.readNBytes(7), StandardCharsets.ISO_8859_1);
            assertThat(begin + pastTheHeap(mixed)).isEqualTo(large);
            assertThat(answer(backend).readAllBytes()).hasSize(large.length());

            assertThat(backend.connections()).hasSize(1);
        }
    }

    @Test
    void whatComesBehindALargeBodyIsNotOfIt() throws Exception {
        String large = "x".repeat(300_000);
        try (SocketBackend backend = new SocketBackend(SocketBackend.ok(large) + "behind")) {
            assertThat(pastTheHeap(answer(backend))).isEqualTo(large);
        }
    }

    @Test
    void aLargeBodyThatBreaksOffPastTheHeapIsNoWholeOne() throws Exception {
        try (SocketBackend backend =
                new SocketBackend("HTTP/1.1 200 OK\r\nContent-Length: 300000\r\n\r\n" + "x".repeat(200_000))) {
            InputStream body = answer(backend);
            body.readNBytes(200_000);
            backend.connections().get(0).close();

            assertThatThrownBy(() -> pastTheHeap(body)).isInstanceOf(IOException.class);

            assertThat(client.leased()).isZero();
            assertThat(client.idle()).isZero();
        }
    }

    @Test
    void aBodyThatBreaksOffWhileItsRestIsReadIsNobodysFailure() throws Exception {
        try (SocketBackend backend = new SocketBackend("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")) {
            InputStream body = answer(backend);
            body.read();
            backend.connections().get(0).close();

            body.close();

            assertThat(client.leased()).isZero();
            assertThat(client.idle()).isZero();
        }
    }

    @Test
    void aCallThatIsCutEndsItsReader() throws Exception {
        try (SocketBackend backend = new SocketBackend("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")) {
            ConnectionLease lease = lease(backend);
            InputStream body = answer(lease);
            body.readNBytes(4);
            new Thread(lease::abort, "cut").start();

            assertThatThrownBy(body::read).isInstanceOf(IOException.class);

            assertThat(client.leased()).isZero();
            backend.connections().get(0).awaitEnd();
        }
    }

    @Test
    void aReaderThatWaitsTooLongEndsTheCall() throws Exception {
        try (SocketBackend backend = new SocketBackend("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")) {
            ConnectionLease lease = lease(backend);
            InputStream body = answer(lease);
            body.readNBytes(4);
            Thread clock = new Thread(
                    () -> {
                        while (!lease.deadline().passed()) { // until the read below has begun
                            lease.deadline()
                                    .check(System.nanoTime()
                                            + Duration.ofMinutes(11).toNanos());
                        }
                    },
                    "clock");
            clock.start();

            assertThatThrownBy(body::read).isInstanceOf(IOException.class);

            clock.join();
            assertThat(client.leased()).isZero();
        }
    }

    @Test
    void whateverGoesWrongEndsTheCall() throws Exception {
        try (SocketBackend backend = new SocketBackend(SocketBackend.ok("x"))) {
            UpstreamBodyStream body = new UpstreamBodyStream(
                    new ByteArrayInputStream(new byte[1]) {
                        @Override
                        public synchronized int read(byte[] target, int offset, int count) {
                            throw new IllegalStateException("a bug");
                        }
                    },
                    lease(backend));

            assertThatThrownBy(body::read).isInstanceOf(IllegalStateException.class);

            assertThat(client.leased()).isZero();
        }
    }
}
