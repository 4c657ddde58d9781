package com.fincloud.gateway.auth.token;

import com.fincloud.gateway.error.GatewayException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the claims of a token again, after it was accepted. It verifies nothing. */
public final class AcceptedClaims {

    private AcceptedClaims() {}

    /**
     * The claims of the token in these {@code Authorization} values; empty if there is no bearer token, for instance because the caller has
     * an API key.
     */
    public static Map<String, @Nullable Object> of(List<String> authorization) {
        String token = token(authorization);
        return token.isEmpty()
                ? Map.<String, @Nullable Object>of()
                : StrictJson.object(CompactJws.parse(token).claims());
    }

    /** The token in these values; empty if there is none. */
    public static String token(List<String> authorization) {
        try {
            return BearerToken.of(authorization);
        } catch (GatewayException e) {
            return "";
        }
    }
}
