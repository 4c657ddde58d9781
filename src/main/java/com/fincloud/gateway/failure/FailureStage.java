package com.fincloud.gateway.failure;

import com.fincloud.gateway.error.GatewayError;

/** The part of the gateway, or of the route, that ended a request. */
enum FailureStage {
    REQUEST("request head"),
    CAPACITY("capacity"),
    CORS("origin check"),
    ROUTE_CHOICE("choice of the route"),
    AUTHENTICATION("authentication"),
    RATE_LIMIT("rate limit"),
    AUTHORIZATION("authorization"),
    BODY("request body"),
    ROUTE_CHECK("check of the route"),
    CIRCUIT("circuit breaker"),
    CALL("call of the service"),
    RESPONSE("response body"),
    RESPONSE_HEAD("response head"),
    ROUTE("step of the route"),
    CLIENT("client");

    private final String word;

    FailureStage(String word) {
        this.word = word;
    }

    /** The words for operators. */
    String word() {
        return word;
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
            case VALIDATION_FAILED,
                    PARAMETER_MISSING,
                    PARAMETER_REFUSED,
                    HEADER_MISSING,
                    NOT_ACCEPTABLE,
                    ROUTE_THROTTLED -> ROUTE_CHECK;
            case CIRCUIT_OPEN -> CIRCUIT;
            case BACKEND_UNUSABLE, BACKEND_UNREACHABLE, BACKEND_BUSY, BACKEND_TIMEOUT -> CALL;
            case BACKEND_BROKE_OFF -> RESPONSE;
            case RESPONSE_HEADERS_TOO_LARGE -> RESPONSE_HEAD;
            case OVERLOADED, WEBSOCKETS_FULL, STARTING -> CAPACITY;
            case CLIENT_GONE -> CLIENT;
            case UNFORESEEN -> ROUTE;
            default -> REQUEST;
        };
    }
}
