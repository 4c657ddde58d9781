package com.fincloud.gateway.http.part;

import com.fincloud.gateway.auth.apikey.ApiKey;
import com.fincloud.gateway.error.GatewayException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What the filters have found out about the token or the API key of a request. */
public final class Credentials {

    private @Nullable ApiKey apiKey;
    private @Nullable GatewayException refusedToken;
    private @Nullable BooleanSupplier permission;

    /** Knows nothing yet. */
    public Credentials() {}

    /** The API key of the caller; null if the caller has a token, or if there is none. */
    public @Nullable ApiKey apiKey() {
        return apiKey;
    }

    /** Sets the API key of the caller. */
    public void apiKey(ApiKey verified) {
        apiKey = verified;
    }

    /** Why the token was refused; null if it was not. */
    public @Nullable GatewayException refusedToken() {
        return refusedToken;
    }

    /** Stores why the token was refused. */
    public void refusedToken(GatewayException reason) {
        refusedToken = reason;
    }

    /** Whether the caller's token would still be accepted, for a connection that outlives the request; true without a token. */
    public BooleanSupplier permission() {
        BooleanSupplier known = permission;
        return known == null ? () -> true : known;
    }

    /** Sets what tells whether the caller's token would still be accepted. */
    public void permission(BooleanSupplier current) {
        permission = current;
    }
}
