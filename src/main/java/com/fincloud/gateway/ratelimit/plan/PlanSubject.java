package com.fincloud.gateway.ratelimit.plan;

import com.fincloud.gateway.auth.apikey.ApiKey;
import com.fincloud.gateway.auth.token.Caller;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the choice of a plan looks at.
 *
 * @param roles the caller's roles; empty without a caller
 * @param claims the claims of the caller's token; empty without a token
 * @param key the name of the caller's API key; null without one
 * @param keyPlan the plan that the API key's entry names; null for none
 * @param address the client's address
 */
public record PlanSubject(
        List<String> roles,
        Map<String, @Nullable Object> claims,
        @Nullable String key,
        @Nullable String keyPlan,
        String address) {

    /** A client without a caller. */
    public static PlanSubject stranger(String address) {
        return new PlanSubject(List.of(), Map.of(), null, null, address);
    }

    /** A caller with a token at an address; without a caller a stranger. */
    public static PlanSubject of(@Nullable Caller caller, Map<String, @Nullable Object> claims, String address) {
        return caller == null ? stranger(address) : new PlanSubject(caller.roles(), claims, null, null, address);
    }

    /** A caller with an API key at an address. */
    public static PlanSubject of(ApiKey key, String address) {
        return new PlanSubject(key.caller().roles(), Map.of(), key.name(), key.plan(), address);
    }
}
