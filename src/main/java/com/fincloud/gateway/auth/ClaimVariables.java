package com.fincloud.gateway.auth;

import com.fincloud.gateway.auth.token.AccessTokenRule;
import com.fincloud.gateway.auth.token.ClaimName;
import com.fincloud.gateway.auth.token.RolesClaim;
import com.fincloud.gateway.auth.token.TokenClaims;
import com.fincloud.gateway.auth.token.UserClaim;
import com.fincloud.gateway.settings.GatewaySettings;
import com.fincloud.gateway.settings.GatewaySettings.Claims;
import com.fincloud.gateway.settings.SettingsException;
import com.fincloud.gateway.settings.Variable;
import java.util.List;
import java.util.Set;

/** The check of claims that the variables describe, for tokens of one issuer. */
final class ClaimVariables {

    /** Callers with an API key have this namespace. */
    private static final Set<String> FOREIGN = Set.of("key");

    private ClaimVariables() {}

    /**
     * The check for these settings.
     *
     * @throws SettingsException if a claim's name is not usable, naming its variable
     */
    static TokenClaims of(GatewaySettings.Jwt settings) {
        Claims claims = settings.claims();
        List<String> audiences = settings.audience().isEmpty() ? List.of() : List.of(settings.audience());
        return new TokenClaims(
                settings.issuer(),
                audiences,
                ClaimName.of("aud"),
                new AccessTokenRule(
                        claims.type().isEmpty() ? null : name(Variable.JWT_TYPE_CLAIM, claims.type()),
                        claims.typeValue(),
                        claims.access().stream()
                                .map(text -> name(Variable.JWT_ACCESS_CLAIM, text))
                                .toList()),
                new UserClaim(name(Variable.JWT_USER_CLAIM, claims.user()), claims.textUser(), "", FOREIGN),
                name(Variable.JWT_EMAIL_CLAIM, claims.email()),
                claims.roles().isEmpty()
                        ? new RolesClaim(ClaimName.of("role"), true)
                        : new RolesClaim(name(Variable.JWT_ROLES_CLAIM, claims.roles()), false));
    }

    private static ClaimName name(Variable variable, String text) {
        try {
            return ClaimName.of(text);
        } catch (IllegalArgumentException e) {
            throw new SettingsException(variable, text, String.valueOf(e.getMessage()));
        }
    }
}
