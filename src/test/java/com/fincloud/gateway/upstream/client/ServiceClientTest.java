package com.fincloud.gateway.upstream.client;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fincloud.gateway.tls.BackendTls;
import com.fincloud.gateway.upstream.SocketBackend;
import com.fincloud.gateway.upstream.client.request.RawHttpRequest;
import com.fincloud.gateway.upstream.client.request.UploadEntity;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which connections are kept for the next call, and which are not. */
@Timeout(30)
class ServiceClientTest {

    private static final String BODY = "Content-Length: 1\r\n\r\nx";

    private final Deadlines deadlines = new Deadlines();
    private final ServiceClient client = new ServiceClient(4, BackendTls.ofJdk());

    @AfterEach
    void close() {
        client.close();
        deadlines.close();
    }

    private ClassicHttpResponse send(SocketBackend backend) throws IOException {
        return client.lease(backend.host(), deadlines, new Deadline.Terms(Duration.ofHours(1), null))
                .send(request(), ServiceClientTest::request);
    }

    private static RawHttpRequest request() {
        return new RawHttpRequest("GET", "/", "backend");
    }

    private static void read(ClassicHttpResponse response) throws IOException {
        HttpEntity entity = response.getEntity();
        try (InputStream body = entity.getContent()) {
            body.readAllBytes();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nConnection: close\r\n" + BODY,
                "HTTP/1.0 200 OK\r\n" + BODY,
                "HTTP/1.1 200 OK\r\n" + BODY + "and more than was asked for"
            })
    void aConnectionThatCannotServeAgainIsNotUsedAgain(String answer) throws Exception {
        try (SocketBackend backend = new SocketBackend(answer)) {
            read(send(backend));
            read(send(backend));

            assertThat(backend.connections()).hasSize(2);
        }
    }

    @Test
    void aConnectionThatTheBackendHasClosedIsNotUsedAgain() throws Exception {
        try (SocketBackend backend = new SocketBackend(SocketBackend.ok("x"))) {
            read(send(backend));
            backend.connections().get(0).close();

            read(send(backend));

            assertThat(backend.connections()).hasSize(2);
        }
    }

    /** A fast backend responds before the gateway has noticed that the body has ended. */
    @Test
    void aConnectionIsUsedAgainIfTheResponseFollowsTheLastByteAtOnce() throws Exception {
        try (SocketBackend backend = new SocketBackend("last", SocketBackend.ok("x"))) {
            read(upload(backend, new byte[8000], "last".getBytes(US_ASCII), new byte[0]));
            read(upload(backend, new byte[8000], "last".getBytes(US_ASCII), new byte[0]));

            assertThat(backend.connections()).hasSize(1);
        }
    }

    /** The backend may leave the rest of the body unread, and take it for the next request. */
    @Test
    void aConnectionIsNotUsedAgainIfTheResponsePrecedesTheRestOfTheBody() throws Exception {
        try (SocketBackend backend = new SocketBackend(SocketBackend.ok("x"))) {
            read(upload(backend, new byte[8000], new byte[0], new byte[100]));
            read(send(backend));

            assertThat(backend.connections()).hasSize(2);
        }
    }

    /** Sends a body in two pieces. What follows them is there after the response. */
    private ClassicHttpResponse upload(SocketBackend backend, byte[] first, byte[] second, byte[] afterResponse)
            throws IOException {
        InputStream rest = new FilterInputStream(new ByteArrayInputStream(afterResponse)) {
            @Override
            public int read(byte[] target, int offset, int count) throws IOException {
                try {
                    backend.awaitResponse();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                return super.read(target, offset, count);
            }
        };
        InputStream body = new SequenceInputStream(
                new SequenceInputStream(new ByteArrayInputStream(first), new ByteArrayInputStream(second)), rest);
        RawHttpRequest request = new RawHttpRequest("POST", "/", "backend");
        request.body(new UploadEntity(body, first.length + second.length + afterResponse.length, () -> {}));
        return client.lease(backend.host(), deadlines, new Deadline.Terms(Duration.ofHours(1), null))
                .send(request, () -> request);
    }

    @Test
    void theConnectionThatWasUsedLastIsUsedFirst() throws Exception {
        try (SocketBackend backend = new SocketBackend(SocketBackend.ok("x"))) {
            ClassicHttpResponse first = send(backend);
            ClassicHttpResponse second = send(backend);
            read(second);
            read(first);
            assertThat(client.idle()).isEqualTo(2);

            read(send(backend));

            assertThat(backend.connections().get(0).received().split("GET", -1)).hasSize(3);
            assertThat(backend.connections().get(1).received().split("GET", -1)).hasSize(2);
        }
    }

    @Test
    void aConnectionThatMayBeKeptStaysWhenIdleOnesAreClosed() throws Exception {
        try (SocketBackend backend = new SocketBackend("HTTP/1.1 200 OK\r\nKeep-Alive: timeout=5\r\n" + BODY)) {
            read(send(backend));

            client.closeIdle();

            assertThat(client.idle()).isOne();
        }
    }

    @Test
    void whoIsClosedKeepsNothing() throws Exception {
        try (SocketBackend backend = new SocketBackend(SocketBackend.ok("x"))) {
            ClassicHttpResponse underWay = send(backend);
            read(send(backend));

            client.close();
            assertThat(client.idle()).isZero();
            backend.connections().get(1).awaitEnd();

            read(underWay);
            assertThat(client.idle()).isZero();
            assertThat(client.leased()).isZero();
            backend.connections().get(0).awaitEnd();
        }
    }
}
