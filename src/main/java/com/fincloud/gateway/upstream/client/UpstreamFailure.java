package com.fincloud.gateway.upstream.client;

import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.http.body.RequestBody;
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

/** What a failed backend call means to the client, and whether it is the backend's failure at all. */
public final class UpstreamFailure {

    private UpstreamFailure() {}

    /** The failure to answer; {@code timedOut} when the call's deadline ended it. */
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

    /** What operators read in the log, where the client reads one sentence for many causes; empty when there is no more to say. */
    static String reason(Throwable cause) {
        if (cause instanceof UpstreamResponseLimit limit) {
            return limit.reason();
        }
        if (cause instanceof MessageConstraintException) {
            return "head_too_large"; // a line, or the number of fields
        }
        if (cause instanceof UnknownHostException) {
            return "name_not_resolved";
        }
        return cause instanceof SSLException ? "TLS: " + cause.getMessage() : "";
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
                || cause instanceof SSLPeerUnverifiedException; // any other SSLException may come after the request
    }

    /**
     * Whether a breaker must not count it: the client's body failed, the client left, the gateway itself had no connection, or the answer
     * is beyond a limit of the gateway's own.
     */
    public static boolean isNotTheBackends(Throwable thrown) {
        @Nullable GatewayException failure = ObjectHelper.getException(GatewayException.class, thrown);
        return ObjectHelper.getException(RequestBody.Failure.class, thrown) != null
                || isOurLimit(thrown)
                || (failure != null
                        && (failure.error() == GatewayError.BACKEND_BUSY
                                || failure.error() == GatewayError.CLIENT_GONE));
    }
}
