package com.fincloud.gateway.http;

import java.util.List;
import java.util.Set;

/** The HTTP methods and their properties (RFC 9110 section 9, RFC 5789). */
public final class HttpMethods {

    /** The methods that a route may serve, in the order of reports. */
    public static final List<String> ROUTED = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    /** The standard methods. */
    public static final Set<String> STANDARD =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT");

    /** The idempotent methods among those that a route may serve (RFC 9110 section 9.2.2). */
    public static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE");

    /** The methods whose body has no defined meaning, so that some servers do not read it (RFC 9110 section 9.3). */
    public static final Set<String> WITHOUT_BODY = Set.of("GET", "HEAD", "OPTIONS", "DELETE", "TRACE");

    private HttpMethods() {}
}
