package com.fincloud.gateway.metrics.request;

import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.http.RequestContext;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** How a request ended. The tag {@code outcome} has the names in lower case. */
public enum Outcome {
    /** A backend's response was sent to the client, whatever its status. */
    PROXIED,
    /** The gateway or a route responded without a backend. */
    ANSWERED,
    /** The request was malformed or too large, or its method or expectation is not supported. */
    REFUSED,
    NOT_FOUND,
    UNAUTHORIZED,
    FORBIDDEN,
    RATE_LIMITED,
    CIRCUIT_OPEN,
    UNREACHABLE,
    TIMED_OUT,
    /** A backend's response was not usable. */
    UNUSABLE,
    /** A backend's response broke off after its head had been sent. */
    BROKEN_OFF,
    /** Too many requests or upstream requests were in flight, or the limiter could not decide without Redis. */
    OVERLOADED,
    CLIENT_ABORTED,
    /** An unforeseen failure. */
    FAILED;

    private static final Map<GatewayError, Outcome> BY_ERROR = byError();

    /** The value of the tag. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Outcome of(RequestContext context) {
        if (context.clientGone()) {
            return CLIENT_ABORTED;
        }
        GatewayException failure = context.failure();
        if (failure != null) {
            return BY_ERROR.getOrDefault(failure.error(), FAILED);
        }
        return context.timings().upstreamUsed() ? PROXIED : ANSWERED;
    }

    private static Map<GatewayError, Outcome> byError() {
        Map<GatewayError, Outcome> outcomes = new EnumMap<>(GatewayError.class);
        for (GatewayError error : GatewayError.values()) {
            outcomes.put(error, of(error));
        }
        return outcomes;
    }

    private static Outcome of(GatewayError error) {
        return switch (error) {
            case TOKEN_MISSING, TOKEN_INVALID, TOKEN_TYPE, TOKEN_PAYLOAD, TOKEN_SUBJECT -> UNAUTHORIZED;
            case ROLE_MISSING, ORIGIN_REFUSED -> FORBIDDEN;
            case NOT_FOUND -> NOT_FOUND;
            case RATE_LIMITED, WEBSOCKETS_OF_USER -> RATE_LIMITED;
            case CLIENT_GONE -> CLIENT_ABORTED;
            case CIRCUIT_OPEN -> CIRCUIT_OPEN;
            case BACKEND_UNREACHABLE -> UNREACHABLE;
            case BACKEND_TIMEOUT -> TIMED_OUT;
            case BACKEND_UNUSABLE -> UNUSABLE;
            case BACKEND_BROKE_OFF -> BROKEN_OFF;
            case BACKEND_BUSY, TOKEN_KEYS_UNAVAILABLE, LIMITER_UNAVAILABLE, OVERLOADED, STARTING, WEBSOCKETS_FULL ->
                OVERLOADED;
            case UNFORESEEN -> FAILED;
            default -> REFUSED;
        };
    }
}
