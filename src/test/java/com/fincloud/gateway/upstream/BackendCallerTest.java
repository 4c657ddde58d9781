package com.fincloud.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fincloud.gateway.TestClock;
import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.settings.GatewaySettings;
import com.fincloud.gateway.upstream.client.request.UpstreamRequest;
import com.fincloud.gateway.upstream.instance.InstanceCall;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A call that nobody waits for, of a timer for instance, has nobody who would end it but the caller. */
@Timeout(60)
class BackendCallerTest {

    private final Services services =
            new Services(new GatewaySettings.Breaker(5, Duration.ofSeconds(60), 3), 1, new TestClock());

    @AfterEach
    void close() {
        services.close();
    }

    private static UpstreamRequest get(Map<String, Object> headers) {
        return new UpstreamRequest(null, "GET", "/x", null, headers, null);
    }

    @Test
    void aRequestThatCannotBeMadeHoldsNoPlace() throws Exception {
        try (SocketBackend instance = new SocketBackend(SocketBackend.ok("x"))) {
            Backend backend =
                    BackendTargetTest.backend(services, instance.host().toURI(), "/x", "");
            Object broken = new Object() {
                @Override
                public String toString() {
                    throw new IllegalStateException("no text");
                }
            };
            BackendCaller caller = new BackendCaller(backend);

            assertThatThrownBy(() -> caller.call(get(Map.of("X-Broken", broken)), true))
                    .isInstanceOf(IllegalStateException.class);

            assertThat(backend.service().client().leased()).isZero();
        }
    }

    @Test
    void aStatusThatIsNoneHoldsNoPlace() throws Exception {
        try (SocketBackend instance = new SocketBackend("HTTP/1.1 999 X\r\nContent-Length: 1\r\n\r\n")) {
            Backend backend =
                    BackendTargetTest.backend(services, instance.host().toURI(), "/x", "");
            BackendCaller caller = new BackendCaller(backend);

            assertThatThrownBy(() -> caller.call(get(Map.of()), true)).isInstanceOf(GatewayException.class);

            assertThat(backend.service().client().leased()).isZero();
        }
    }

    /** A body whose client is slow to send it; the instance goes away in the meantime. */
    private static InputStream slowBody(SocketBackend leaving) {
        return new InputStream() {
            private final InputStream bytes = new ByteArrayInputStream("hello".getBytes(StandardCharsets.US_ASCII));
            private boolean left;

            @Override
            public int read() {
                throw new UnsupportedOperationException("one byte");
            }

            @Override
            public int read(byte[] target, int offset, int count) throws IOException {
                if (!left) {
                    left = true;
                    leaving.close();
                    LockSupport.parkNanos(5_000_000);
                }
                return bytes.read(target, offset, count);
            }
        };
    }

    @Test
    void theBeginningOfABodyGoesOnToTheNextInstance() throws Exception {
        try (SocketBackend one = new SocketBackend(SocketBackend.ok("x"));
                SocketBackend two = new SocketBackend("0\r\n\r\n", SocketBackend.ok("y"))) {
            String urls = one.host().toURI() + "," + two.host().toURI();
            Backend backend = BackendTargetTest.backend(services, urls, "/x", "");
            BackendCaller caller = new BackendCaller(backend);
            caller.call(get(Map.of()), true).head().getEntity().getContent().readAllBytes();
            InstanceCall skipped = backend.instances().attempts(true).next();
            skipped.ended();
            skipped.released();

            UpstreamRequest post = new UpstreamRequest(null, "POST", "/x", null, Map.of(), slowBody(one));
            UpstreamResponse answer = caller.call(post, true);

            assertThat(answer.head().getEntity().getContent().readAllBytes())
                    .asString()
                    .isEqualTo("y");
            assertThat(two.connections().get(0).received()).endsWith("5\r\nhello\r\n0\r\n\r\n");
        }
    }
}
