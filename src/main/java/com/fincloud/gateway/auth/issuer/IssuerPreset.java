package com.fincloud.gateway.auth.issuer;

import com.fincloud.gateway.settings.GatewaySettings.Claims;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The claims of the access tokens of known products. {@code docs/tokens.md} names the documentation of each. */
enum IssuerPreset {
    KEYCLOAK("aud", "/realm_access/roles", "typ", "Bearer"),
    AUTH0("aud", "permissions", List.of("scope", "permissions", "gty")),
    ENTRA("aud", "roles", List.of("scp", "azpacr", "appidacr", "idtyp")),
    COGNITO("client_id", "cognito:groups", "token_use", "access"),
    OKTA("aud", "groups", List.of("scp", "cid")),
    ZITADEL("aud", "urn:zitadel:iam:org:project:roles", List.of("jti")),
    SPRING("aud", "roles", List.of("scope", "nbf"));

    private final String audience;

    @SuppressWarnings("ImmutableEnumChecker") // texts, and a list that is copied
    private final Claims claims;

    IssuerPreset(String audience, String roles, String type, String value) {
        this.audience = audience;
        this.claims = new Claims("sub", true, "email", roles, type, value, List.of());
    }

    IssuerPreset(String audience, String roles, List<String> access) {
        this.audience = audience;
        this.claims = new Claims("sub", true, "email", roles, "", "access", access);
    }

    /** The claim that says for whom a token is. */
    String audience() {
        return audience;
    }

    Claims claims() {
        return claims;
    }

    /** The name in a file. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The preset of a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    static IssuerPreset of(String word) {
        return Arrays.stream(values())
                .filter(preset -> preset.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + word + "' is no preset (accepted: "
                        + Arrays.stream(values()).map(IssuerPreset::word).collect(Collectors.joining(", ")) + ")"));
    }
}
