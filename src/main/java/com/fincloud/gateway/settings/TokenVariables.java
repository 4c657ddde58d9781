package com.fincloud.gateway.settings;

import com.fincloud.gateway.settings.GatewaySettings.Jwt;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** The variables for access tokens: the verification key and the required claims. */
final class TokenVariables {

    private final Inputs inputs;

    TokenVariables(Inputs inputs) {
        this.inputs = inputs;
    }

    /** Reads the variables. {@code production} refuses unsafe values. */
    Jwt read(boolean production) {
        String algorithm = inputs.text(Variable.JWT_ALGORITHM);
        String secret = inputs.text(Variable.JWT_SECRET);
        if (!algorithm.matches("(HS|RS|PS|ES)(256|384|512)|EdDSA")) {
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
                Duration.ofSeconds(inputs.integer(Variable.JWT_CLOCK_SKEW, 0, 300)));
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
