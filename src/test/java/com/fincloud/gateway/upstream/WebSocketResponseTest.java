package com.fincloud.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fincloud.gateway.TestClock;
import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.http.RequestContext;
import com.fincloud.gateway.http.TestRequest;
import com.fincloud.gateway.settings.GatewaySettings;
import com.fincloud.gateway.upstream.client.ConnectionLease;
import com.fincloud.gateway.upstream.client.Deadline;
import com.fincloud.gateway.upstream.client.UpstreamFailure;
import com.fincloud.gateway.websocket.Handshake;
import com.fincloud.gateway.websocket.Subprotocols;
import com.fincloud.gateway.websocket.WebSocketLabels;
import com.fincloud.gateway.websocket.WebSockets;
import java.io.InterruptedIOException;
import java.time.Duration;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebSocketResponseTest {

    private final Services services =
            new Services(new GatewaySettings.Breaker(5, Duration.ofSeconds(60), 3), 1, new TestClock());
    private final RequestContext context = TestRequest.of("GET", "/x").read();

    @AfterEach
    void close() {
        services.close();
    }

    private static Handshake handshake() {
        return new Handshake(
                "dGhlIHNhbXBsZSBub25jZQ==",
                Subprotocols.NONE,
                new WebSockets(new GatewaySettings.WebSockets(Duration.ofSeconds(1), 3, 2)).place("a"),
                () -> true,
                new WebSocketLabels("id", "/x", null, "127.0.0.1", "s", "r"));
    }

    private ConnectionLease lease(Backend backend) {
        return backend.service()
                .client()
                .lease(
                        backend.instances().first().host(),
                        backend.deadlines(),
                        new Deadline.Terms(backend.timeout(), null));
    }

    /** The failure of a takeover whose upstream request has been aborted. */
    private Throwable failure() throws Exception {
        Backend backend = BackendTargetTest.backend(services, "http://127.0.0.1:1", "/x", "");
        ClassicHttpResponse response = new BasicClassicHttpResponse(101);
        response.addHeader("Upgrade", "websocket");
        response.addHeader("Connection", "Upgrade");
        response.addHeader("Sec-WebSocket-Accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        ConnectionLease lease = lease(backend);
        context.upstreamCalls().add(lease::abort);
        lease.abort();
        UpstreamResponse answer =
                new UpstreamResponse(response, backend.instances().first(), lease);
        return catchThrowableOfType(Throwable.class, () -> WebSocketResponse.take(answer, handshake(), context, "s"));
    }

    @Test
    void aClientThatLeavesAtTheAnswerIsNoFailureOfTheBackend() throws Exception {
        context.upstreamCalls().endAll();

        Throwable failure = failure();

        assertThat(failure).isInstanceOfSatisfying(GatewayException.class, e -> assertThat(e.error())
                .isEqualTo(GatewayError.CLIENT_GONE));
        assertThat(UpstreamFailure.isNotBackendFailure(failure)).isTrue();
    }

    @Test
    void anyOtherFailureOfTheTakeoverIsKept() throws Exception {
        assertThat(failure()).isInstanceOf(InterruptedIOException.class);
    }
}
