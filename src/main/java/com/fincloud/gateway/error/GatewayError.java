package com.fincloud.gateway.error;

/**
 * The errors with which the gateway itself responds, each with its HTTP status and the sentence for the client. {@link GatewayException}
 * replaces {@code %s} in a sentence.
 */
public enum GatewayError {
    MALFORMED_REQUEST(400, "Malformed request"),
    MALFORMED_PATH(400, "Malformed request path"),
    MALFORMED_BODY(400, "Malformed request body"),
    VALIDATION_FAILED(400, "Request failed validation"),
    BODY_MISSING(400, "Request body is missing"),
    PARAMETER_MISSING(400, "Query parameter %s is missing"),
    PARAMETER_REFUSED(400, "Value of parameter %s is not allowed"),
    HEADER_MISSING(400, "Header %s is missing"),
    TOKEN_MISSING(401, "Missing authentication token"),
    TOKEN_INVALID(401, "Invalid or expired token"),
    API_KEY_INVALID(401, "Invalid or expired API key"),
    TOKEN_TYPE(401, "Invalid token type. Access token required"),
    TOKEN_PAYLOAD(401, "Invalid token payload"),
    TOKEN_SUBJECT(401, "Invalid user ID in token"),
    ROLE_MISSING(403, "Insufficient permissions"),
    ORIGIN_REFUSED(403, "Origin not allowed"),
    NOT_FOUND(404, "Not Found"),
    METHOD_NOT_ALLOWED(405, "Method Not Allowed"),
    NOT_ACCEPTABLE(406, "Not Acceptable"),
    REQUEST_TIMEOUT(408, "Request body was not received in time"),
    BODY_TOO_LARGE(413, "Request body too large"),
    URI_TOO_LONG(414, "Request URI too long"),
    UNSUPPORTED_MEDIA_TYPE(415, "Unsupported Media Type"),
    EXPECTATION_FAILED(417, "Expectation Failed"),
    WEBSOCKET_VERSION(426, "WebSocket version 13 is required"),
    RATE_LIMITED(429, "Rate limit exceeded: %s requests %s"),
    ROUTE_THROTTLED(429, "Too many requests for this route"),
    WEBSOCKETS_OF_USER(429, "Too many WebSocket connections: %s at once"),
    HEADERS_TOO_LARGE(431, "Request headers too large"),
    CLIENT_GONE(499, "Client closed the connection"),
    UNFORESEEN(500, "Internal server error"),
    NOT_IMPLEMENTED(501, "Not Implemented"),
    BACKEND_UNUSABLE(502, "Invalid response from service %s"),
    BACKEND_BROKE_OFF(502, "Invalid response from service %s"),
    RESPONSE_HEADERS_TOO_LARGE(502, "Response headers too large"),
    CIRCUIT_OPEN(503, "Service %s is currently unavailable. Circuit breaker is OPEN."),
    BACKEND_UNREACHABLE(503, "Cannot connect to service %s"),
    BACKEND_BUSY(503, "Service %s has too many requests in flight"),
    TOKEN_KEYS_UNAVAILABLE(503, "Token keys are not available yet"),
    LIMITER_UNAVAILABLE(503, "Rate limiting is unavailable"),
    OVERLOADED(503, "Gateway has too many requests in flight"),
    WEBSOCKETS_FULL(503, "Gateway has too many WebSocket connections"),
    STARTING(503, "Gateway is starting"),
    BACKEND_TIMEOUT(504, "Service %s request timeout"),
    VERSION_NOT_SUPPORTED(505, "HTTP Version Not Supported");

    private final int status;
    private final String sentence;

    GatewayError(int status, String sentence) {
        this.status = status;
        this.sentence = sentence;
    }

    /** The HTTP status code of the response. */
    public int status() {
        return status;
    }

    /** The sentence for the response's {@code detail}, with its arguments filled in. */
    public String sentence(Object... arguments) {
        return arguments.length == 0 ? sentence : sentence.formatted(arguments);
    }

    /** The error for a status that the servlet container has chosen; {@link #MALFORMED_REQUEST} if none fits. */
    public static GatewayError ofStatus(int status) {
        return switch (status) {
            case 404 -> NOT_FOUND;
            case 405 -> METHOD_NOT_ALLOWED;
            case 406 -> NOT_ACCEPTABLE;
            case 408 -> REQUEST_TIMEOUT;
            case 413 -> BODY_TOO_LARGE;
            case 414 -> URI_TOO_LONG;
            case 415 -> UNSUPPORTED_MEDIA_TYPE;
            case 417 -> EXPECTATION_FAILED;
            case 431 -> HEADERS_TOO_LARGE;
            case 501 -> NOT_IMPLEMENTED;
            case 503 -> STARTING;
            case 505 -> VERSION_NOT_SUPPORTED;
            default -> status >= 500 ? UNFORESEEN : MALFORMED_REQUEST;
        };
    }
}
