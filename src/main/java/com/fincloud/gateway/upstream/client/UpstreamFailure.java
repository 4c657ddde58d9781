package com.fincloud.gateway.upstream.client;

import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.http.body.BodyReadException;
import com.fincloud.gateway.upstream.client.http2.Http1Required;
import com.fincloud.gateway.upstream.client.limit.UpstreamResponseLimit;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.camel.util.ObjectHelper;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.jspecify.annotations.Nullable;

/** Maps the failure of an upstream request to the error for the client, and decides whether it counts against the backend. */
public final class UpstreamFailure {

    private UpstreamFailure() {}

    /** The error for the client. {@code timedOut} means that the deadline aborted the request. */
    public static GatewayException of(String service, Throwable cause, boolean timedOut) {
        GatewayError error;
        if (isFull(cause)) {
            return new GatewayException(GatewayError.OVERLOADED, cause)
                    .header("Retry-After", "1")
                    .because(reason(cause));
        }
        if (timedOut) {
            error = GatewayError.BACKEND_TIMEOUT;
        } else if (notConnected(cause)) {
            error = GatewayError.BACKEND_UNREACHABLE;
        } else if (cause instanceof SocketTimeoutException) {
            error = GatewayError.BACKEND_TIMEOUT;
        } else {
            error = GatewayError.BACKEND_UNUSABLE;
        }
        return new GatewayException(error, cause, service).because(reason(cause));
    }

    private static boolean isFull(Throwable cause) {
        return cause instanceof UpstreamResponseLimit limit && limit.isFull();
    }

    /** The reason for the log, because the client gets the same sentence for many causes; empty if there is no further detail. */
    static String reason(Throwable cause) {
        if (cause instanceof UpstreamResponseLimit limit) {
            return limit.reason();
        }
        if (cause instanceof MessageConstraintException) {
            return "head_too_large"; // a line or the number of fields is too large
        }
        if (cause instanceof UnknownHostException) {
            return "name_not_resolved";
        }
        if (cause instanceof ReusedConnectionEnded) {
            return "reused_connection_ended";
        }
        if (cause instanceof Http1Required) {
            return "http_1_1_required";
        }
        if (notConnected(cause) && !(cause instanceof SSLException)) {
            return notConnectedReason(cause);
        }
        return cause instanceof SSLException ? "TLS: " + cause.getMessage() : "";
    }

    private static String notConnectedReason(Throwable cause) {
        if (cause instanceof ConnectTimeoutException) {
            return "connect_timed_out";
        }
        return String.valueOf(cause.getMessage()).contains("refused") ? "connection_refused" : "connection_failed";
    }

    private static boolean isOurLimit(Throwable thrown) {
        return ObjectHelper.getException(UpstreamResponseLimit.class, thrown) != null
                || ObjectHelper.getException(MessageConstraintException.class, thrown) != null;
    }

    /** Whether no byte of the request can have reached the backend. */
    public static boolean notConnected(Throwable cause) {
        return cause instanceof ConnectException
                || cause instanceof ConnectTimeoutException
                || cause instanceof UnknownHostException
                || cause instanceof NoRouteToHostException
                || cause instanceof SSLHandshakeException
                // Any other SSLException may occur after the request was sent.
                || cause instanceof SSLPeerUnverifiedException;
    }

    /**
     * Whether a circuit breaker must not count the failure: the client's body failed, the client disconnected, the gateway had no free
     * connection or no room for a body, the circuit of the endpoint is open, the response exceeds a limit of the gateway, or a reused connection ended before the
     * first byte of the response.
     */
    public static boolean isNotBackendFailure(Throwable thrown) {
        @Nullable GatewayException failure = ObjectHelper.getException(GatewayException.class, thrown);
        return ObjectHelper.getException(BodyReadException.class, thrown) != null
                || isOurLimit(thrown)
                || ObjectHelper.getException(ReusedConnectionEnded.class, thrown) != null
                || (failure != null
                        && (failure.error() == GatewayError.BACKEND_BUSY
                                || failure.error() == GatewayError.OVERLOADED
                                || failure.reason().equals("too_large")
                                || failure.error() == GatewayError.CIRCUIT_OPEN
                                || failure.error() == GatewayError.CLIENT_GONE));
    }
}
