package com.fincloud.gateway.auth;

import com.fincloud.gateway.auth.issuer.IssuerEntry;
import com.fincloud.gateway.auth.issuer.KeySource;
import com.fincloud.gateway.auth.jwks.VerificationKey;
import com.fincloud.gateway.auth.token.AccessTokenRule;
import com.fincloud.gateway.auth.token.ClaimName;
import com.fincloud.gateway.auth.token.RolesClaim;
import com.fincloud.gateway.auth.token.TokenClaims;
import com.fincloud.gateway.auth.token.TokenSignature;
import com.fincloud.gateway.auth.token.UserClaim;
import com.fincloud.gateway.settings.GatewaySettings;
import com.fincloud.gateway.settings.GatewaySettings.Claims;
import com.fincloud.gateway.settings.SettingsException;
import com.fincloud.gateway.settings.Variable;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The one issuer that the variables describe. */
final class IssuerVariables {

    /** Its name in health and metrics. */
    private static final String NAME = "default";

    /** Callers with an API key have this namespace. */
    private static final Set<String> FOREIGN = Set.of("key");

    private IssuerVariables() {}

    /**
     * The issuer of these settings.
     *
     * @throws SettingsException if a key or a claim's name is not usable, naming its variable
     */
    static IssuerEntry of(GatewaySettings.Jwt settings) {
        String algorithm = settings.algorithm();
        Map<String, TokenSignature> configured = settings.jwksUrl().isEmpty()
                ? Map.of(algorithm, new TokenSignature(algorithm, VerificationKey.of(settings)))
                : Map.of();
        KeySource keys = new KeySource(NAME, settings.jwksUrl(), "", List.of(algorithm), configured);
        return new IssuerEntry(NAME, keys, claims(settings));
    }

    private static TokenClaims claims(GatewaySettings.Jwt settings) {
        Claims claims = settings.claims();
        return new TokenClaims(
                settings.issuer(),
                settings.audience().isEmpty() ? List.of() : List.of(settings.audience()),
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
