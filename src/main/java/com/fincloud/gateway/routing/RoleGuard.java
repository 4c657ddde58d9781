package com.fincloud.gateway.routing;

import com.fincloud.gateway.auth.token.Caller;
import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.http.RequestContext;
import com.fincloud.gateway.http.RouteAttributes;
import java.util.Set;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Demands the roles of a {@code direct:} route from the client whose request reaches it. An operation of an OpenAPI contract is such a
 * route, and so may be the verb of a rest: both share the roles of the path that all of them have. An exchange that no client has caused,
 * for instance that of a timer, passes.
 */
final class RoleGuard extends DelegateAsyncProcessor {

    private volatile Set<String> roles = Set.of();

    /** Creates a guard that demands no roles yet. */
    RoleGuard(Processor route) {
        super(route);
    }

    /** Demands the roles that the route declares, of which a client needs one. */
    void demand(RouteAttributes attributes) {
        roles = attributes.roles();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        if (!roles.isEmpty()) {
            RequestContext client = RequestContext.find(exchange);
            Caller caller = client == null ? null : client.caller();
            if (client != null && (caller == null || !caller.hasOneOf(roles))) {
                exchange.setException(new GatewayException(GatewayError.ROLE_MISSING));
                callback.done(true);
                return true;
            }
        }
        return super.process(exchange, callback);
    }
}
