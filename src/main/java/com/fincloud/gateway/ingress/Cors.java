package com.fincloud.gateway.ingress;

import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.http.RequestContext;
import com.fincloud.gateway.server.GatewayResponse;
import com.fincloud.gateway.settings.GatewaySettings;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Cross-origin resource sharing (Fetch standard, section 3.2): answers preflight requests, and adds the CORS headers to every other
 * response.
 */
public final class Cors {

    private static final String EXPOSED = "X-Request-ID, X-Process-Time, Retry-After, X-RateLimit-Limit,"
            + " X-RateLimit-Remaining, X-RateLimit-Reset, X-RateLimit-Limit-Minute, X-RateLimit-Remaining-Minute,"
            + " X-RateLimit-Limit-Hour, X-RateLimit-Remaining-Hour, X-RateLimit-Limit-Day, X-RateLimit-Remaining-Day,"
            + " X-RateLimit-Limit-Month, X-RateLimit-Remaining-Month, RateLimit-Policy, RateLimit";

    private final boolean anyOrigin;
    private final boolean credentials;
    private final Set<String> origins;

    public Cors(GatewaySettings.Cors settings) {
        this.anyOrigin = settings.anyOrigin();
        this.credentials = settings.allowCredentials();
        this.origins = settings.origins().stream()
                .map(origin -> origin.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Whether pages of an origin may use the gateway. Browsers write an origin in exactly one form, in lower case (RFC 6454 section 6.1), so a different spelling is a different origin.
     */
    public boolean allows(String origin) {
        return anyOrigin || origins.contains(origin);
    }

    /** Adds the headers that let an allowed origin read the response, whatever its status will be. */
    void mark(RequestContext context) {
        String origin = context.request().header("origin");
        if (origin == null) {
            return;
        }
        context.headers().toClient("Vary", "Origin");
        if (allows(origin)) {
            context.headers().toClient("Access-Control-Allow-Origin", origin);
            if (credentials) {
                context.headers().toClient("Access-Control-Allow-Credentials", "true");
            }
            if (!isPreflight(context)) {
                context.headers().toClient("Access-Control-Expose-Headers", EXPOSED);
            }
        }
    }

    static boolean isPreflight(RequestContext context) {
        return "OPTIONS".equals(context.request().method())
                && context.request().header("origin") != null
                && context.request().header("access-control-request-method") != null;
    }

    /**
     * Answers a preflight request.
     *
     * @throws GatewayException {@link GatewayError#ORIGIN_REFUSED} when the origin is not allowed
     */
    void preflight(RequestContext context, GatewayResponse response) throws IOException {
        String origin = context.request().header("origin");
        String method = context.request().header("access-control-request-method");
        if (origin == null || method == null || !allows(origin)) {
            throw new GatewayException(GatewayError.ORIGIN_REFUSED);
        }
        context.headers().toClient("Vary", "Origin, Access-Control-Request-Method, Access-Control-Request-Headers");
        context.headers().toClient("Access-Control-Allow-Methods", method);
        String headers = context.request().header("access-control-request-headers");
        if (headers != null) {
            context.headers().toClient("Access-Control-Allow-Headers", headers);
        }
        context.headers().toClient("Access-Control-Max-Age", "600");
        response.complete(200, "", new byte[0]);
    }
}
