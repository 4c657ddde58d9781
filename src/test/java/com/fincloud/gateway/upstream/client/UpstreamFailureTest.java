package com.fincloud.gateway.upstream.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.http.body.BodyFailure;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.camel.RuntimeCamelException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.HttpHostConnectException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class UpstreamFailureTest {

    static Stream<Throwable> withoutConnection() {
        return Stream.of(
                new ConnectException("Connection refused"),
                new HttpHostConnectException("Connect to budget failed"),
                new ConnectTimeoutException("Connect timed out"),
                new UnknownHostException("budget"),
                new NoRouteToHostException("No route to host"),
                new SSLHandshakeException("certificate expired"),
                new SSLPeerUnverifiedException("another name"));
    }

    static Stream<Arguments> reasons() {
        return Stream.of(
                Arguments.of(new UnknownHostException("budget"), "name_not_resolved"),
                Arguments.of(new ConnectException("Connection refused"), "connection_refused"),
                Arguments.of(
                        new HttpHostConnectException("Connect to x failed: Connection refused"), "connection_refused"),
                Arguments.of(new ConnectTimeoutException("Connect timed out"), "connect_timed_out"),
                Arguments.of(new NoRouteToHostException("No route to host"), "connection_failed"),
                Arguments.of(new ConnectException("Connection reset"), "connection_failed"),
                Arguments.of(new SSLHandshakeException("expired"), "TLS: expired"),
                Arguments.of(new IOException("broken"), ""));
    }

    @ParameterizedTest
    @MethodSource("reasons")
    void theReasonTellsANameThatDoesNotResolveFromARefusedConnection(Throwable cause, String reason) {
        assertThat(UpstreamFailure.of("budget", cause, false).reason()).isEqualTo(reason);
    }

    static Stream<Arguments> withConnection() {
        return Stream.of(
                Arguments.of(new SocketTimeoutException("Read timed out"), GatewayError.BACKEND_TIMEOUT),
                Arguments.of(new SocketException("Connection reset"), GatewayError.BACKEND_UNUSABLE),
                Arguments.of(new NoHttpResponseException("nothing"), GatewayError.BACKEND_UNUSABLE),
                Arguments.of(new ConnectionClosedException("gone"), GatewayError.BACKEND_UNUSABLE),
                Arguments.of(new MalformedChunkCodingException("chunk"), GatewayError.BACKEND_UNUSABLE),
                Arguments.of(new EOFException("end"), GatewayError.BACKEND_UNUSABLE),
                Arguments.of(new SSLException("Tag mismatch"), GatewayError.BACKEND_UNUSABLE),
                Arguments.of(new IllegalStateException("closed"), GatewayError.BACKEND_UNUSABLE),
                Arguments.of(new IOException("broken"), GatewayError.BACKEND_UNUSABLE));
    }

    @ParameterizedTest
    @MethodSource("withoutConnection")
    void withoutAConnectionTheServiceIsUnreachableAndAnotherInstanceMayBeTried(Throwable cause) {
        GatewayException failure = UpstreamFailure.of("budget", cause, false);

        assertThat(failure.error()).isEqualTo(GatewayError.BACKEND_UNREACHABLE);
        assertThat(failure.detail()).isEqualTo("Cannot connect to service budget");
        assertThat(failure.getCause()).isSameAs(cause);
        assertThat(UpstreamFailure.notConnected(cause)).isTrue();
        assertThat(UpstreamFailure.isNotBackendFailure(failure)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("withConnection")
    void onceTheRequestMayHaveArrivedNoOtherInstanceIsTried(Throwable cause, GatewayError error) {
        GatewayException failure = UpstreamFailure.of("budget", cause, false);

        assertThat(failure.error()).isEqualTo(error);
        assertThat(failure.getCause()).isSameAs(cause);
        assertThat(UpstreamFailure.notConnected(cause)).isFalse();
        assertThat(UpstreamFailure.isNotBackendFailure(failure)).isFalse();
    }

    @Test
    void whatTheDeadlineEndedIsATimeOutWhateverItLooksLike() {
        for (Throwable cause : new Throwable[] {
            new SocketException("Socket closed"),
            new ConnectException("refused"),
            new SocketTimeoutException("too late"),
            new IOException("cancelled")
        }) {
            GatewayException failure = UpstreamFailure.of("budget", cause, true);

            assertThat(failure.error()).isEqualTo(GatewayError.BACKEND_TIMEOUT);
            assertThat(failure.detail()).isEqualTo("Service budget request timeout");
        }
    }

    @Test
    void aServiceWithoutAFreeConnectionIsTheGatewaysOwnAffair() {
        assertThat(UpstreamFailure.isNotBackendFailure(new GatewayException(GatewayError.BACKEND_BUSY, "budget")))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"BACKEND_UNREACHABLE", "BACKEND_TIMEOUT", "BACKEND_UNUSABLE", "UNFORESEEN"})
    void aWrappedFailureOfTheBackendIsItsOwn(GatewayError error) {
        assertThat(UpstreamFailure.isNotBackendFailure(
                        new RuntimeCamelException(new GatewayException(error, "budget"))))
                .isFalse();
    }

    @Test
    void aWrappedFailureOfTheClientIsNotTheBackends() {
        assertThat(UpstreamFailure.isNotBackendFailure(
                        new RuntimeCamelException(new GatewayException(GatewayError.CLIENT_GONE))))
                .isTrue();
        assertThat(UpstreamFailure.isNotBackendFailure(
                        new RuntimeCamelException(BodyFailure.of(GatewayError.MALFORMED_BODY))))
                .isTrue();
    }
}
