package com.fincloud.gateway.ratelimit.plan;

import com.fincloud.gateway.auth.token.ClaimName;
import com.fincloud.gateway.auth.token.StrictJson;
import com.fincloud.gateway.settings.value.Cidr;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entry of {@code assign}: who has a plan. A condition that is null holds for everybody; the others must all hold.
 *
 * @param role a role that the caller has
 * @param claim a claim of the caller's token, whose value or one of whose elements has the text {@code is}
 * @param is the text of the claim; null without a claim
 * @param network a block that has the client's address
 * @param key the name of the caller's API key
 * @param plan the plan; {@link Plan#EXEMPT} for no limit
 * @param shown the entry for people: {@code role partner}
 */
record PlanAssignment(
        @Nullable String role,
        @Nullable ClaimName claim,
        @Nullable String is,
        @Nullable Cidr network,
        @Nullable String key,
        Plan plan,
        String shown) {

    boolean fits(PlanSubject subject) {
        return (role == null || subject.roles().contains(role))
                && (key == null || key.equals(subject.key()))
                && (claim == null || is(claim.in(subject.claims())))
                && (network == null || network.contains(subject.address()));
    }

    private boolean is(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return list.stream().anyMatch(this::hasText);
        }
        return hasText(value);
    }

    private boolean hasText(@Nullable Object value) {
        if (value instanceof StrictJson.Num number) {
            return number.text().equals(is);
        }
        return (value instanceof String || value instanceof Boolean)
                && value.toString().equals(is);
    }
}
