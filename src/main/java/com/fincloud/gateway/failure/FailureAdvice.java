package com.fincloud.gateway.failure;

import java.util.List;

/** The sentence that says what the reader of a failure can do next. */
final class FailureAdvice {

    private FailureAdvice() {}

    /** The advice for one request, without what a client has sent. */
    static String of(FailedRequest request) {
        return switch (request.errorType()) {
            case "TOKEN_MISSING" ->
                "Send 'Authorization: Bearer <token>'. A path that needs no token must be in PUBLIC_PATHS.";
            case "TOKEN_INVALID", "TOKEN_TYPE", "TOKEN_PAYLOAD", "TOKEN_SUBJECT", "API_KEY_INVALID" ->
                "The reason says what was wrong with the token. See docs/tokens.md.";
            case "TOKEN_KEYS_UNAVAILABLE" ->
                "The keys of the token's issuer have not been fetched yet: see KeySetUnknown in docs/runbook.md.";
            case "ROLE_MISSING" ->
                "Give the caller one of the roles that the route asks for, or correct 'roles' in the route file.";
            case "ORIGIN_REFUSED" -> "Add the origin to CORS_ORIGINS, if its pages may call this gateway.";
            case "NOT_FOUND" ->
                "No route serves this path: 'routes' lists all paths, and 'validate' names files that were rejected.";
            case "METHOD_NOT_ALLOWED" ->
                "The path does not serve this method: 'routes' lists the methods of each path.";
            case "RATE_LIMITED", "WEBSOCKETS_OF_USER" ->
                "Wait for Retry-After, or raise the limit or the plan. See docs/limits.md.";
            case "LIMITER_UNAVAILABLE" -> "Redis is unavailable: see LimiterWithoutRedis in docs/runbook.md.";
            case "CIRCUIT_OPEN" ->
                "Earlier calls failed: look at the failures before this one. See ServiceCircuitOpen in docs/runbook.md.";
            case "BACKEND_UNREACHABLE" -> unreachable(request);
            case "BACKEND_TIMEOUT" ->
                "No answer in time: look at the service's log with this request id, or raise 'timeout' of the route.";
            case "BACKEND_BUSY" ->
                "MAX_CALLS_PER_SERVICE calls are in flight: see GatewayNearCapacity in docs/runbook.md.";
            case "BACKEND_UNUSABLE" ->
                "The service's answer was no valid HTTP, or too large: see the reason, and the service's log.";
            case "SERVER_ERROR" ->
                request.calls().isEmpty()
                        ? "The route answered with this status itself: look at its steps."
                        : "The service answered with this status: look at its log with this request id.";
            default -> of(request.stage());
        };
    }

    private static String of(String stage) {
        for (FailureStage known : FailureStage.values()) {
            if (known.word().equals(stage)) {
                return of(known);
            }
        }
        return of(FailureStage.ROUTE);
    }

    private static String of(FailureStage stage) {
        return switch (stage) {
            case CAPACITY -> "The gateway had no room for the request. See GatewayNearCapacity in docs/runbook.md.";
            case BODY -> "The body was missing, too large or malformed, or did not arrive in time.";
            case ROUTE_CHECK ->
                "A check of the route refused the request, not the gateway: the route file says what it accepts.";
            case RESPONSE -> "The service broke off its response: look at its log with this request id.";
            case RESPONSE_HEAD -> "The response has too many header bytes: remove some in the service or in the route.";
            case CLIENT ->
                "The client closed the connection before the response was complete: compare its time-out with the times.";
            case ROUTE -> "A step of the route failed: the log line with this request id has the stack trace.";
            default ->
                "The client sent a request that is malformed, too large, or not supported. Compare it with docs/clients.md.";
        };
    }

    private static String unreachable(FailedRequest request) {
        List<FailedCall> calls = request.calls();
        String where =
                calls.isEmpty() ? "the service" : calls.get(calls.size() - 1).instance();
        return switch (request.reason()) {
            case "connection_refused" ->
                "Nothing listens at " + where
                        + ": start the service, or correct its URL in the route file or in the variable that the file names.";
            case "name_not_resolved" ->
                "The host name of " + where + " is not known: correct the URL, or ask whoever runs the name server.";
            case "connect_timed_out", "connection_failed" ->
                "No connection to " + where + ": look for a wrong address, or a firewall in between.";
            default ->
                request.reason().startsWith("TLS")
                        ? "The TLS handshake with " + where + " failed: the reason says why. See docs/tls.md."
                        : "No connection to " + where + ": see ServiceUnreachable in docs/runbook.md.";
        };
    }
}
