package com.fincloud.gateway.backend;

import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * Lets OPTIONS with a body and without a {@code Content-Type} pass as it came. HttpClient 5.5 refuses it, so it gets an empty type for
 * as long as HttpClient looks.
 */
final class OptionsWithoutType {

    private OptionsWithoutType() {}

    static void name(HttpRequest request, @Nullable EntityDetails entity, HttpContext context) {
        if (entity != null
                && "OPTIONS".equals(request.getMethod())
                && !request.containsHeader(HttpHeaders.CONTENT_TYPE)) {
            request.addHeader(HttpHeaders.CONTENT_TYPE, "");
        }
    }

    static void forget(HttpRequest request, @Nullable EntityDetails entity, HttpContext context) {
        if ("OPTIONS".equals(request.getMethod())
                && request.getFirstHeader(HttpHeaders.CONTENT_TYPE) != null
                && request.getFirstHeader(HttpHeaders.CONTENT_TYPE).getValue().isEmpty()) {
            request.removeHeaders(HttpHeaders.CONTENT_TYPE);
        }
    }
}
