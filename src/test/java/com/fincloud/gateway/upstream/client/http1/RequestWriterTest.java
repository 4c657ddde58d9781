package com.fincloud.gateway.upstream.client.http1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fincloud.gateway.http.body.BodyReadException;
import com.fincloud.gateway.tls.BackendTls;
import com.fincloud.gateway.upstream.SocketBackend;
import com.fincloud.gateway.upstream.client.ConnectionLease;
import com.fincloud.gateway.upstream.client.Deadline;
import com.fincloud.gateway.upstream.client.Deadlines;
import com.fincloud.gateway.upstream.client.ServiceClient;
import com.fincloud.gateway.upstream.client.request.HeaderEdits;
import com.fincloud.gateway.upstream.client.request.RawHttpRequest;
import com.fincloud.gateway.upstream.client.request.UploadEntity;
import com.fincloud.gateway.upstream.client.request.UpstreamRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.hc.core5.http.impl.io.SessionOutputBufferImpl;
import org.apache.hc.core5.http.io.SessionOutputBuffer;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 2.2, 2.5 and 2.7: the bytes of a request as a backend's socket gets them. */
class RequestWriterTest {

    private static final String END = "the end";

    /** What a backend gets until the end of the request, which is sent as its last header or at the end of its body. */
    private static String wire(RawHttpRequest request, String end) throws IOException {
        try (SocketBackend backend = new SocketBackend(end, SocketBackend.ok(""));
                ServiceClient client = new ServiceClient(1, BackendTls.ofJdk());
                Deadlines deadlines = new Deadlines()) {
            client.lease(backend.host(), deadlines, new Deadline.Terms(Duration.ofSeconds(20), null))
                    .send(request, () -> request);
            return backend.connections().get(0).received();
        }
    }

    private static String head(RawHttpRequest request) {
        SessionOutputBuffer buffer = new SessionOutputBufferImpl(8);
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        try {
            request.writeHead(buffer, head);
            buffer.flush(head);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    @Test
    void aHeadIsWhatWasSaidAndNothingElse() throws Exception {
        RawHttpRequest request = new RawHttpRequest("GET", "/a%20b;v=1?x=%C3%A9&x=&y+z", "budget:8001");
        request.line("Accept", "*/*");
        request.line("X-A", "1");
        request.line("x-a", "2");
        request.line("Empty", "");
        request.body(null);

        assertThat(wire(request, "\r\n\r\n"))
                .isEqualTo(
                        """
                        GET /a%20b;v=1?x=%C3%A9&x=&y+z HTTP/1.1
                        Host: budget:8001
                        Accept: */*
                        X-A: 1
                        x-a: 2
                        Empty:\s

                        """
                                .replace("\n", "\r\n"));
    }

    @Test
    void aCharacterIsOneByteAsItCame() throws Exception {
        RawHttpRequest request = new RawHttpRequest("GET", "/", "budget");
        request.line("X-Name", "caf\u00e9 \u0080\u00ff\t.");
        request.body(null);

        assertThat(wire(request, "\r\n\r\n")).contains("\r\nX-Name: caf\u00e9 \u0080\u00ff\t.\r\n");
    }

    @Test
    void aHeadThatIsLongerThanABufferGoesWhole() throws Exception {
        RawHttpRequest request = new RawHttpRequest("GET", "/" + "p".repeat(9_000), "budget");
        request.line("Cookie", "c".repeat(20_000));
        request.body(null);

        assertThat(wire(request, "\r\n\r\n"))
                .isEqualTo("GET /" + "p".repeat(9_000) + " HTTP/1.1\r\nHost: budget\r\nCookie: " + "c".repeat(20_000)
                        + "\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH"})
    void aMethodThatExpectsABodyIsToldThatThereIsNone(String method) throws Exception {
        RawHttpRequest request = new RawHttpRequest(method, "/", "budget");
        request.body(null);

        assertThat(wire(request, "\r\n\r\n"))
                .isEqualTo(method + " / HTTP/1.1\r\nHost: budget\r\nContent-Length: 0\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "DELETE", "OPTIONS", "HEAD"})
    void aMethodThatExpectsNoBodySaysNothingOfIt(String method) throws Exception {
        RawHttpRequest request = new RawHttpRequest(method, "/", "budget");
        request.body(null);

        assertThat(wire(request, "\r\n\r\n")).isEqualTo(method + " / HTTP/1.1\r\nHost: budget\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "GET", "OPTIONS", "DELETE"})
    void aBodyOfKnownLengthGoesAsItIs(String method) throws Exception {
        byte[] body = ("{\u0000\u00ff}\r\n\r\n" + END).getBytes(StandardCharsets.ISO_8859_1);
        RawHttpRequest request = new RawHttpRequest(method, "/", "budget");
        request.body(new ByteArrayEntity(body, null));

        assertThat(wire(request, END))
                .isEqualTo(method + " / HTTP/1.1\r\nHost: budget\r\nContent-Length: " + body.length
                        + "\r\n\r\n{\u0000\u00ff}\r\n\r\n" + END);
    }

    @Test
    void aBodyOfUnknownLengthGoesInChunks() throws Exception {
        RawHttpRequest request = new RawHttpRequest("POST", "/", "budget");
        request.body(upload("abcdef"));

        assertThat(wire(request, "\r\n0\r\n\r\n"))
                .isEqualTo("POST / HTTP/1.1\r\nHost: budget\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "6\r\nabcdef\r\n0\r\n\r\n");
    }

    private static UploadEntity upload(String body) {
        return new UploadEntity(new ByteArrayInputStream(body.getBytes(StandardCharsets.US_ASCII)), -1, () -> {});
    }

    @Test
    void aBodyThatBreaksOffHasNoLastChunk() throws Exception {
        try (SocketBackend backend = new SocketBackend(END, "");
                ServiceClient client = new ServiceClient(1, BackendTls.ofJdk());
                Deadlines deadlines = new Deadlines()) {
            ConnectionLease lease =
                    client.lease(backend.host(), deadlines, new Deadline.Terms(Duration.ofSeconds(20), null));
            RawHttpRequest request = new RawHttpRequest("POST", "/", "budget");
            request.body(new UploadEntity(breakingOff("half"), -1, lease::abort));

            assertThatThrownBy(() -> lease.send(request, () -> request)).isInstanceOf(BodyReadException.class);

            await().until(() -> !backend.connections().isEmpty()); // it was cut before the backend could take it
            backend.connections().get(0).awaitEnd();
            assertThat(backend.connections().get(0).received()).doesNotContain("0\r\n\r\n");
            assertThat(client.leased()).isZero();
            assertThat(client.idle()).isZero();
        }
    }

    private static InputStream breakingOff(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)) {
            @Override
            public synchronized int read(byte[] target, int offset, int count) {
                int read = super.read(target, offset, count);
                if (read < 0) {
                    throw new IllegalStateException("the client is gone");
                }
                return read;
            }
        };
    }

    /** RFC 9112 section 5.5: a value cannot end its line, whatever a route makes of it. */
    @Property(tries = 2_000)
    void aValueIsNeverMoreThanOneLine(@ForAll String value, @ForAll List<String> more) {
        RawHttpRequest request = new RawHttpRequest("GET", "/", "budget");
        request.line("X-A", value);
        more.forEach(each -> request.line("X-B", each + "\r\nX-User-ID: 1"));
        request.body(null);

        String head = head(request);
        assertThat(head).endsWith("\r\n\r\n").doesNotContain("\u0000");
        String[] lines = head.substring(0, head.length() - 4).split("[\r\n]+", -1);
        assertThat(lines).hasSize(3 + more.size());
        assertThat(lines[2]).startsWith("X-A: ").hasSize("X-A: ".length() + value.length());
        for (int i = 3; i < lines.length; i++) {
            assertThat(lines[i]).startsWith("X-B: ");
        }
    }

    @Test
    void aMessagesHeadersGoInTheirOrderWithoutCamelsOwn() {
        Map<String, Object> headers = new LinkedHashMap<>();
        headers.put("X-B", "1");
        headers.put("CamelHttpUri", "http://elsewhere");
        headers.put("X-A", List.of("2", 3));
        headers.put("Gone", null);
        headers.put("camelFileName", "x");

        assertThat(sent("GET", headers, null))
                .isEqualTo("GET /t HTTP/1.1\r\nHost: a\r\nX-B: 1\r\nX-A: 2\r\nX-A: 3\r\n\r\n");
    }

    @Test
    void aTextGoesWithItsLength() {
        assertThat(sent("PUT", Collections.emptyMap(), "\u00e9".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("PUT /t HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n");
    }

    private static String sent(String method, Map<String, Object> headers, @Nullable Object body) {
        UpstreamRequest outgoing = new UpstreamRequest(null, method, "/t", null, headers, body);
        return head(outgoing.request("/t", "a", HeaderEdits.NONE, () -> {}));
    }
}
