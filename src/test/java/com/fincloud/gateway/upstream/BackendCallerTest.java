package com.fincloud.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fincloud.gateway.TestClock;
import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.settings.GatewaySettings;
import com.fincloud.gateway.upstream.client.UpstreamRequest;
import java.time.Duration;
import java.util.Map;
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

            assertThatThrownBy(() -> caller.call(get(Map.of("X-Broken", broken))))
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

            assertThatThrownBy(() -> caller.call(get(Map.of()))).isInstanceOf(GatewayException.class);

            assertThat(backend.service().client().leased()).isZero();
        }
    }
}
