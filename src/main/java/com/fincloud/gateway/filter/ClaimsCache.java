package com.fincloud.gateway.filter;

import com.fincloud.gateway.auth.token.AcceptedClaims;
import com.fincloud.gateway.http.RequestContext;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The claims of accepted tokens, for plans that ask for claims. The cache of verified tokens has no claims, because few gateways need them. */
final class ClaimsCache {

    private static final int MOST = 2_000;
    private static final int MAX_LENGTH = 2_048;

    private final Map<String, Map<String, @Nullable Object>> claims = new ConcurrentHashMap<>();

    /** The claims of a request's token. The request must have a caller. */
    Map<String, @Nullable Object> of(RequestContext context) {
        List<String> credentials = Authentication.credentials(context);
        String token = AcceptedClaims.token(credentials);
        Map<String, @Nullable Object> known = claims.get(token);
        if (known == null) {
            known = AcceptedClaims.of(credentials);
            if (claims.size() >= MOST) {
                claims.clear();
            }
            if (token.length() <= MAX_LENGTH) {
                claims.put(token, known);
            }
        }
        return known;
    }
}
