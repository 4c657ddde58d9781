package com.fincloud.gateway.failure;

import com.fincloud.gateway.error.GatewayError;

/** Where a request failed, and what its reader can do. */
enum FailureStage {
    REQUEST(
            "request head",
            "The client sent a request that is malformed, too large, or not supported. Compare it with docs/clients.md."),
    CAPACITY("capacity", "The gateway had no room for the request. See GatewayNearCapacity in docs/runbook.md."),
    CORS("origin check", "Add the origin to CORS_ORIGINS, if it may call this gateway."),
    ROUTE_CHOICE("choice of the route", "Compare method and path with 'routes', and ask 'explain METHOD PATH'."),
    AUTHENTICATION("authentication", "The reason says what was wrong with the token. See docs/tokens.md."),
    RATE_LIMIT("rate limit", "Wait for Retry-After, or raise the limit or the plan. See docs/limits.md."),
    AUTHORIZATION("authorization", "The route asks for a role that the token does not have: 'routes' lists the roles."),
    BODY("request body", "The body was too large, malformed, or did not arrive in time."),
    CIRCUIT(
            "circuit breaker",
            "Earlier calls failed: look at the failures before this one. See ServiceCircuitOpen in docs/runbook.md."),
    CALL("call of the service", "Look at the calls, and at the service's own log with this request id."),
    RESPONSE("response body", "The service broke its response off: look at its log with this request id."),
    ROUTE("step of the route", "A step of the route failed: the log line with this request id has the stack trace."),
    CLIENT(
            "client",
            "The client closed the connection before the response was complete: compare its time-out with the times.");

    private final String word;
    private final String advice;

    FailureStage(String word, String advice) {
        this.word = word;
        this.advice = advice;
    }

    String word() {
        return word;
    }

    /** What to do next. */
    String advice() {
        return advice;
    }

    /** The stage with that word. */
    static FailureStage of(String word) {
        for (FailureStage stage : values()) {
            if (stage.word.equals(word)) {
                return stage;
            }
        }
        return ROUTE;
    }

    static FailureStage of(GatewayError error) {
        return switch (error) {
            case TOKEN_MISSING,
                    TOKEN_INVALID,
                    API_KEY_INVALID,
                    TOKEN_TYPE,
                    TOKEN_PAYLOAD,
                    TOKEN_SUBJECT,
                    TOKEN_KEYS_UNAVAILABLE -> AUTHENTICATION;
            case ROLE_MISSING -> AUTHORIZATION;
            case ORIGIN_REFUSED -> CORS;
            case NOT_FOUND, METHOD_NOT_ALLOWED -> ROUTE_CHOICE;
            case RATE_LIMITED, LIMITER_UNAVAILABLE, WEBSOCKETS_OF_USER -> RATE_LIMIT;
            case MALFORMED_BODY, BODY_MISSING, REQUEST_TIMEOUT, BODY_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE -> BODY;
            case CIRCUIT_OPEN -> CIRCUIT;
            case BACKEND_UNUSABLE, BACKEND_UNREACHABLE, BACKEND_BUSY, BACKEND_TIMEOUT -> CALL;
            case BACKEND_BROKE_OFF -> RESPONSE;
            case OVERLOADED, WEBSOCKETS_FULL, STARTING -> CAPACITY;
            case CLIENT_GONE -> CLIENT;
            case UNFORESEEN -> ROUTE;
            default -> REQUEST;
        };
    }
}
