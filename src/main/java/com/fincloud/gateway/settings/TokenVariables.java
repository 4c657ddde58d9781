package com.fincloud.gateway.settings;

import com.fincloud.gateway.settings.GatewaySettings.Claims;
import com.fincloud.gateway.settings.GatewaySettings.Jwt;
import com.fincloud.gateway.settings.value.Values;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** The variables for access tokens: the verification key and the required claims. */
final class TokenVariables {

    /** What describes the one issuer of the variables. */
    private static final List<Variable> ONE_ISSUER = List.of(
            Variable.JWT_ALGORITHM,
            Variable.JWT_JWKS_URL,
            Variable.JWT_ISSUER,
            Variable.JWT_AUDIENCE,
            Variable.JWT_USER_CLAIM,
            Variable.JWT_USER_FORMAT,
            Variable.JWT_EMAIL_CLAIM,
            Variable.JWT_ROLES_CLAIM,
            Variable.JWT_TYPE_CLAIM,
            Variable.JWT_TYPE_VALUE,
            Variable.JWT_ACCESS_CLAIM);

    private final Inputs inputs;

    TokenVariables(Inputs inputs) {
        this.inputs = inputs;
    }

    /** Reads the variables. {@code production} refuses unsafe values. */
    Jwt read(boolean production) {
        String algorithm = inputs.text(Variable.JWT_ALGORITHM);
        String secret = inputs.text(Variable.JWT_SECRET);
        String issuers = inputs.text(Variable.JWT_ISSUERS);
        if (!issuers.isEmpty()) {
            ONE_ISSUER.stream()
                    .filter(variable -> !inputs.text(variable).equals(variable.defaultValue()))
                    .forEach(variable -> inputs.warn(variable, "it has no effect, for JWT_ISSUERS is set"));
        } else if (!algorithm.matches("(HS|RS|PS|ES)(256|384|512)|EdDSA|Ed25519")) {
            inputs.reject(Variable.JWT_ALGORITHM, "");
        } else if (!algorithm.startsWith("HS")) {
            requireOneKeySource(algorithm);
        } else {
            requireNoKeySource(algorithm);
            requireSecret(algorithm, secret, production);
        }
        return new Jwt(
                secret,
                algorithm,
                inputs.text(Variable.JWT_PUBLIC_KEY),
                jwksUrl(production),
                inputs.text(Variable.JWT_ISSUER),
                inputs.text(Variable.JWT_AUDIENCE),
                Duration.ofSeconds(inputs.integer(Variable.JWT_CLOCK_SKEW, 0, 300)),
                claims(),
                issuers,
                proxy());
    }

    private String proxy() {
        String text = inputs.text(Variable.JWT_JWKS_PROXY);
        if (!text.isEmpty()) {
            List<URI> urls = inputs.urls(Variable.JWT_JWKS_PROXY);
            boolean usable = urls.size() == 1
                    && "http".equalsIgnoreCase(urls.get(0).getScheme())
                    && urls.get(0).getPath().isEmpty();
            if (!usable && !urls.isEmpty()) {
                inputs.reject(Variable.JWT_JWKS_PROXY, "");
            }
            return usable ? urls.get(0).toString() : "";
        }
        return text;
    }

    private Claims claims() {
        boolean typed = !inputs.isSetToNothing(Variable.JWT_TYPE_CLAIM);
        String access = inputs.text(Variable.JWT_ACCESS_CLAIM);
        if (typed && !access.isEmpty()) {
            inputs.reject(Variable.JWT_ACCESS_CLAIM, "JWT_TYPE_CLAIM tells access tokens already; set it to nothing");
        }
        return new Claims(
                inputs.text(Variable.JWT_USER_CLAIM),
                "text".equals(inputs.oneOf(Variable.JWT_USER_FORMAT, "integer", "text")),
                inputs.text(Variable.JWT_EMAIL_CLAIM),
                inputs.text(Variable.JWT_ROLES_CLAIM),
                typed ? inputs.text(Variable.JWT_TYPE_CLAIM) : "",
                inputs.text(Variable.JWT_TYPE_VALUE),
                access.isEmpty() ? List.of() : List.of(access));
    }

    private void requireSecret(String algorithm, String secret, boolean production) {
        if (secret.contains(Variable.JWT_SECRET.defaultValue())) { // also with quotes around it
            inputs.unsafe(Variable.JWT_SECRET, "it is the default secret, which everybody knows", production);
        } else if (secret.getBytes(StandardCharsets.UTF_8).length < hashBytes(algorithm)) {
            inputs.unsafe(
                    Variable.JWT_SECRET,
                    "for " + algorithm + " it needs at least " + hashBytes(algorithm) + " bytes",
                    production);
        }
    }

    private void requireOneKeySource(String algorithm) {
        boolean publicKey = !inputs.text(Variable.JWT_PUBLIC_KEY).isEmpty();
        boolean keySet = !inputs.text(Variable.JWT_JWKS_URL).isEmpty();
        if (publicKey && keySet) {
            inputs.reject(Variable.JWT_JWKS_URL, "JWT_PUBLIC_KEY is set too, and only one of them can be right");
        } else if (!publicKey && !keySet) {
            inputs.reject(Variable.JWT_PUBLIC_KEY, "JWT_ALGORITHM=" + algorithm + " needs it, or JWT_JWKS_URL");
        }
    }

    /** Refuses a public key with an HMAC algorithm, which would not use the key. */
    private void requireNoKeySource(String algorithm) {
        for (Variable source : List.of(Variable.JWT_PUBLIC_KEY, Variable.JWT_JWKS_URL)) {
            if (!inputs.text(source).isEmpty()) {
                inputs.reject(source, "JWT_ALGORITHM=" + algorithm + " verifies with JWT_SECRET");
            }
        }
    }

    private String jwksUrl(boolean production) {
        String text = inputs.text(Variable.JWT_JWKS_URL);
        if (!text.isEmpty() && "http".equals(inputs.parsed(Variable.JWT_JWKS_URL, Values::schemeOfDocument, ""))) {
            inputs.unsafe(Variable.JWT_JWKS_URL, "over http, whoever stands between could put keys in", production);
        }
        return text;
    }

    private static int hashBytes(String hmac) {
        return Integer.parseInt(hmac.substring(2)) / 8;
    }
}
