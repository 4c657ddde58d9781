package com.fincloud.gateway.filter;

import com.fincloud.gateway.auth.token.Caller;
import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.http.RequestContext;
import com.fincloud.gateway.http.body.RequestBody;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.Exchange;

/**
 * Decides whether the request may pass: it needs a valid token unless the path is public, one of the route's roles, and a method and a body
 * length that the route accepts.
 */
public final class Authorization implements GatewayFilter {

    @Override
    public String explain(ExplainedRequest inquiry) {
        Set<String> roles = inquiry.route().roles();
        String role = roles.isEmpty()
                ? "any role"
                : "one of the roles " + String.join(", ", new TreeSet<>(roles)) + ", else 403";
        String method = inquiry.allow() == null ? "" : "; the method is refused: 405, Allow: " + inquiry.allow();
        String body = inquiry.route().maxBody() > 0
                ? "; a body of at most " + inquiry.route().maxBody() + " bytes, else 413"
                : "";
        return "authorization: " + role + method + body;
    }

    @Override
    public void check(RequestContext context, Exchange exchange) {
        GatewayException refusedToken = context.credentials().refusedToken();
        if (refusedToken != null) {
            throw refusedToken;
        }
        Set<String> roles = context.route().roles();
        Caller caller = context.caller();
        if (!roles.isEmpty() && (caller == null || !caller.hasOneOf(roles))) {
            throw new GatewayException(GatewayError.ROLE_MISSING);
        }
        String allow = context.allow();
        if (allow != null) {
            throw new GatewayException(GatewayError.METHOD_NOT_ALLOWED).header("Allow", allow);
        }
        RequestBody body = context.request().body();
        if (body != null && !body.fits()) {
            throw new GatewayException(GatewayError.BODY_TOO_LARGE);
        }
    }
}
