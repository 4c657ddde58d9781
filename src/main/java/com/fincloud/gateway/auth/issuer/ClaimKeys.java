package com.fincloud.gateway.auth.issuer;

import com.fincloud.gateway.auth.token.AccessTokenRule;
import com.fincloud.gateway.auth.token.ClaimName;
import com.fincloud.gateway.auth.token.RolesClaim;
import com.fincloud.gateway.auth.token.TokenClaims;
import com.fincloud.gateway.auth.token.UserClaim;
import com.fincloud.gateway.configfile.YamlMapping;
import com.fincloud.gateway.settings.GatewaySettings.Claims;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the keys of an entry that name claims. What an entry does not say comes from its preset, or is as in FinCloud's own tokens. */
final class ClaimKeys {

    static final List<String> NAMES = List.of(
            "audience_claim",
            "user_claim",
            "user_format",
            "email_claim",
            "roles_claim",
            "type_claim",
            "type_value",
            "access_claim");

    private final YamlMapping entry;
    private final Claims otherwise;
    private final String audience;

    ClaimKeys(YamlMapping entry, @Nullable IssuerPreset preset) {
        this.entry = entry;
        this.otherwise = preset == null ? Claims.FINCLOUD : preset.claims();
        this.audience = preset == null ? "aud" : preset.audience();
    }

    /** The check of claims for an entry; {@code foreign} are the namespaces of others. */
    TokenClaims read(String issuer, List<String> audiences, String namespace, Set<String> foreign) {
        return new TokenClaims(
                issuer,
                audiences,
                name("audience_claim", audience),
                accessTokens(),
                new UserClaim(name("user_claim", otherwise.user()), isText(), namespace, foreign),
                name("email_claim", otherwise.email()),
                roles());
    }

    private ClaimName name(String key, String text) {
        ClaimName name = entry.parsedText(key, ClaimName::of);
        return name == null ? ClaimName.of(text) : name;
    }

    private boolean isText() {
        Boolean text = entry.parsedText("user_format", format -> switch (format) {
            case "text" -> true;
            case "integer" -> false;
            default -> throw new IllegalArgumentException("'" + format + "' is no format (accepted: integer, text)");
        });
        return text == null ? otherwise.textUser() : text;
    }

    private RolesClaim roles() {
        return entry.has("roles_claim") || !otherwise.roles().isEmpty()
                ? new RolesClaim(name("roles_claim", otherwise.roles()), false)
                : new RolesClaim(ClaimName.of("role"), true);
    }

    private AccessTokenRule accessTokens() {
        boolean untyped = entry.has("type_claim")
                ? entry.isEmpty("type_claim")
                : otherwise.type().isEmpty();
        List<ClaimName> access = entry.oneOrMore("access_claim", ClaimName::of);
        if (!untyped && !access.isEmpty()) {
            throw entry.fault("access_claim", "'access_claim' needs 'type_claim: \"\"': the type tells access tokens");
        }
        if (untyped && entry.has("type_value")) {
            throw entry.fault("type_value", "'type_value' needs a 'type_claim'");
        }
        String value = entry.text("type_value", otherwise.typeValue());
        return new AccessTokenRule(
                untyped ? null : name("type_claim", otherwise.type()),
                value == null ? "" : value,
                access.isEmpty()
                        ? otherwise.access().stream().map(ClaimName::of).toList()
                        : access);
    }
}
