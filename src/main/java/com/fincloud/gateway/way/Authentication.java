package com.fincloud.gateway.way;

import com.fincloud.gateway.docs.PublicPages;
import com.fincloud.gateway.edge.Call;
import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.identity.Caller;
import com.fincloud.gateway.identity.JwtVerifier;
import com.fincloud.gateway.settings.PublicPaths;
import java.util.function.Consumer;
import org.apache.camel.Exchange;

/**
 * Finds out who calls: nobody needs to say so on a public path, elsewhere a valid token does. A failure is remembered and answered by
 * {@link Authorization}, for the rate limit counts it first, so that guessing tokens ends in 429.
 */
final class Authentication implements Step {

    private final JwtVerifier verifier;
    private final PublicPaths publicPaths;
    private final Consumer<String> refused;

    /** {@code refused} is told why, each time. */
    Authentication(JwtVerifier verifier, PublicPaths publicPaths, Consumer<String> refused) {
        this.verifier = verifier;
        this.publicPaths = publicPaths;
        this.refused = refused;
    }

    @Override
    public String explain(Inquiry inquiry) {
        String page = PublicPages.pageOf(inquiry.path());
        return publicPaths.contains(page)
                ? "authentication: none, for PUBLIC_PATHS has " + String.join(", ", publicPaths.touching(page))
                : "authentication: a valid access token (Authorization: Bearer ...), else 401";
    }

    /** What a page loads is as public as the page, for the methods by which the gateway itself serves it. */
    private boolean belongsToPublicPage(Call call) {
        String page = PublicPages.pageOf(call.path());
        boolean read = call.method().equals("GET") || call.method().equals("HEAD");
        return read && !page.equals(call.path()) && publicPaths.contains(page);
    }

    @Override
    public void check(Call call, Exchange exchange) {
        if (publicPaths.contains(call.path()) || belongsToPublicPage(call)) {
            return;
        }
        try {
            Caller caller = verifier.verify(call.headers("authorization"));
            call.caller(caller);
            call.requestHeader(exchange.getMessage(), "X-User-ID", caller.userId());
            call.requestHeader(exchange.getMessage(), "X-User-Email", caller.emailHeader());
            call.requestHeader(exchange.getMessage(), "X-User-Role", caller.roleHeader());
        } catch (GatewayException e) {
            refused.accept(e.reason());
            call.refusedToken(e.header("WWW-Authenticate", "Bearer"));
        }
    }
}
