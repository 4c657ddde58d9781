package com.fincloud.gateway.filter;

import com.fincloud.gateway.auth.ApiKeys;
import com.fincloud.gateway.auth.JwtVerifier;
import com.fincloud.gateway.auth.TokenPermission;
import com.fincloud.gateway.auth.apikey.ApiKey;
import com.fincloud.gateway.auth.token.Caller;
import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.http.ClientRequest;
import com.fincloud.gateway.http.RequestContext;
import com.fincloud.gateway.http.header.HeaderRules;
import com.fincloud.gateway.http.header.RequestFields;
import com.fincloud.gateway.openapi.PageAccess;
import com.fincloud.gateway.websocket.Handshake;
import com.fincloud.gateway.websocket.Subprotocols;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * Identifies the caller. A public path needs no token; every other path needs a valid token or API key. A failure is stored in the context, and
 * {@link Authorization} refuses the request later: the rate limiter must count the failure first, so that a client that guesses tokens gets
 * 429.
 */
public final class Authentication implements GatewayFilter {

    private static final String KEY_FIELD = "x-api-key";

    private final JwtVerifier verifier;
    private final ApiKeys keys;
    private final PageAccess access;
    private final Consumer<String> refused;

    /** Creates the filter. {@code refused} receives the reason of each failed authentication. */
    public Authentication(JwtVerifier verifier, ApiKeys keys, PageAccess access, Consumer<String> refused) {
        this.verifier = verifier;
        this.keys = keys;
        this.access = access;
        this.refused = refused;
    }

    @Override
    public String explain(ExplainedRequest inquiry) {
        return access.isPublic(inquiry.method(), inquiry.path())
                ? "authentication: none, for PUBLIC_PATHS has "
                        + String.join(", ", access.entries(inquiry.method(), inquiry.path()))
                : "authentication: a valid access token (Authorization: Bearer ...)"
                        + issuers()
                        + (keys.isEnabled() ? " or API key (X-API-Key: ...)" : "") + ", else 401";
    }

    private String issuers() {
        List<String> shown = verifier.issuers();
        return shown.isEmpty() ? "" : " of " + String.join(" or ", shown);
    }

    /**
     * The credentials of a request: {@code Authorization}, and the token among the subprotocols of a WebSocket's handshake. The verifier
     * refuses two of them.
     */
    static List<String> credentials(RequestContext context) {
        ClientRequest request = context.request();
        List<String> authorization = request.headers("authorization");
        if (!context.route().webSocket()
                || !context.protocol().mayUpgrade()
                || !Handshake.isRequested(request.method(), request.fields())) {
            return authorization;
        }
        List<String> credentials = new ArrayList<>(authorization);
        String token =
                Subprotocols.of(request.headers("sec-websocket-protocol")).token();
        if (token != null) {
            credentials.add("Bearer " + token);
        }
        return credentials;
    }

    @Override
    public void check(RequestContext context, Exchange exchange) {
        if (keys.isEnabled()) {
            removeKey(context, exchange.getMessage());
        }
        if (access.isPublic(context.request().method(), context.request().path())) {
            return;
        }
        try {
            Caller caller = caller(context);
            context.caller(caller);
            context.headers().toBackend(exchange.getMessage(), "X-User-ID", caller.userId());
            context.headers().toBackend(exchange.getMessage(), "X-User-Email", caller.emailHeader());
            context.headers().toBackend(exchange.getMessage(), "X-User-Role", caller.roleHeader());
        } catch (GatewayException e) {
            refused.accept(e.reason());
            context.credentials()
                    .refusedToken(
                            switch (e.error()) {
                                case TOKEN_KEYS_UNAVAILABLE -> e;
                                case API_KEY_INVALID -> e.header("WWW-Authenticate", "ApiKey");
                                default -> e.header("WWW-Authenticate", "Bearer");
                            });
        }
    }

    private Caller caller(RequestContext context) {
        List<String> credentials = credentials(context);
        List<String> presented = keys.isEnabled() ? context.request().headers(KEY_FIELD) : List.of();
        if (keys.isEnabled() && ApiKeys.isPresented(presented, credentials)) {
            String address = context.request().clientAddress();
            ApiKey key = keys.verify(presented, credentials, address);
            context.credentials().apiKey(key);
            if (context.route().webSocket()) {
                context.credentials().permission(() -> keys.stillAccepts(key, address));
            }
            return key.caller();
        }
        Caller caller = tokenCaller(context, credentials);
        if (keys.isEnabled()) {
            ApiKeys.requireNoKey(caller);
        }
        return caller;
    }

    private Caller tokenCaller(RequestContext context, List<String> credentials) {
        if (!context.route().webSocket()) {
            return verifier.verify(credentials);
        }
        TokenPermission permission = verifier.permission(credentials);
        context.credentials().permission(permission);
        return permission.caller();
    }

    /** An API key never reaches a backend or a route, whatever becomes of the request, and in whatever spelling its field comes. */
    private static void removeKey(RequestContext context, Message message) {
        RequestFields fields = context.request().fields();
        for (int i = 0; i < fields.size(); i++) {
            String name = fields.name(i);
            if (name.length() == KEY_FIELD.length() && HeaderRules.isSpellingOf(name, KEY_FIELD)) {
                context.headers().remove(message, name);
            }
        }
        if (context.request().headers("authorization").stream().anyMatch(ApiKeys::hasScheme)) {
            context.headers().remove(message, "authorization");
        }
    }
}
