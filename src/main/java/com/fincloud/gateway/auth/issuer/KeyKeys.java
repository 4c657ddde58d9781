package com.fincloud.gateway.auth.issuer;

import com.fincloud.gateway.auth.jwks.KeyRule;
import com.fincloud.gateway.auth.jwks.VerificationKey;
import com.fincloud.gateway.auth.token.TokenSignature;
import com.fincloud.gateway.configfile.NamedFiles;
import com.fincloud.gateway.configfile.YamlMapping;
import com.fincloud.gateway.settings.GatewaySettings;
import com.fincloud.gateway.settings.Variable;
import com.fincloud.gateway.settings.value.Values;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** Reads the keys {@code algorithms}, {@code discovery}, {@code jwks} and {@code key} of an entry. */
final class KeyKeys {

    private static final String DISCOVERY_PATH = "/.well-known/openid-configuration";

    private final YamlMapping entry;
    private final GatewaySettings.Jwt settings;
    private final boolean production;
    private final NamedFiles files;

    KeyKeys(YamlMapping entry, GatewaySettings.Jwt settings, boolean production, NamedFiles files) {
        this.entry = entry;
        this.settings = settings;
        this.production = production;
        this.files = files;
    }

    KeySource read(String name, String issuer) {
        long sources =
                List.of("discovery", "jwks", "key").stream().filter(entry::has).count();
        if (sources > 1 || (sources == 0 && issuer.isEmpty())) {
            throw entry.fault("'" + name + "' needs one of 'discovery', 'jwks' and 'key'"
                    + (sources == 0 ? ", or an 'issuer' whose keys are discovered" : ", and not several"));
        }
        List<String> algorithms = algorithms();
        if (entry.has("key")) {
            return new KeySource(name, "", "", algorithms, configured(algorithms));
        }
        if (algorithms.stream().anyMatch(algorithm -> algorithm.startsWith("HS"))) {
            throw entry.fault("algorithms", "an HS algorithm needs 'key: JWT_SECRET': no issuer publishes a secret");
        }
        if (entry.has("jwks")) {
            return new KeySource(name, url("jwks", entry.text("jwks")), "", algorithms, Map.of());
        }
        if (issuer.isEmpty()) {
            throw entry.fault("discovery", "'discovery' needs an 'issuer', which the document must have");
        }
        String place = entry.has("discovery") ? entry.text("discovery") : "true";
        String url = place.equals("true") ? Values.withoutSlashesAtEnd(issuer) + DISCOVERY_PATH : place;
        return new KeySource(name, url("discovery", url), issuer, algorithms, Map.of());
    }

    private List<String> algorithms() {
        boolean secret = entry.has("key") && entry.text("key").equals(Variable.JWT_SECRET.name());
        List<String> algorithms = entry.parsed("algorithms", text -> {
            if (KeyRule.ALGORITHMS.contains(text)) {
                return text;
            }
            throw new IllegalArgumentException(
                    "'" + text + "' is no algorithm (accepted: " + String.join(", ", KeyRule.ALGORITHMS) + ")");
        });
        if (algorithms.isEmpty()) {
            return List.of(secret ? "HS256" : "RS256");
        }
        return List.copyOf(new LinkedHashSet<>(algorithms));
    }

    private String url(String key, String text) {
        String scheme;
        try {
            scheme = Values.schemeOfDocument(text);
        } catch (IllegalArgumentException e) {
            throw entry.fault(entry.has(key) ? key : "issuer", "'" + key + "' is no https URL");
        }
        if (production && scheme.equals("http")) {
            throw entry.fault(key, "'" + key + "' is an http URL, and ENVIRONMENT=production accepts https only");
        }
        return text;
    }

    /** A key has one algorithm (RFC 8725 section 3.1); {@code EdDSA} and {@code Ed25519} are two names of one (RFC 9864). */
    private Map<String, TokenSignature> configured(List<String> algorithms) {
        if (algorithms.size() > 1 && !List.of("EdDSA", "Ed25519").containsAll(algorithms)) {
            throw entry.fault("algorithms", "a configured key has one algorithm, and 'algorithms' has several");
        }
        Map<String, TokenSignature> keys = new LinkedHashMap<>();
        for (String algorithm : algorithms) {
            keys.put(algorithm, new TokenSignature(algorithm, key(algorithm, entry.text("key"))));
        }
        return keys;
    }

    private Key key(String algorithm, String text) {
        boolean hmac = algorithm.startsWith("HS");
        if (hmac != text.equals(Variable.JWT_SECRET.name())) {
            throw entry.fault(
                    "key",
                    hmac
                            ? algorithm + " needs 'key: JWT_SECRET', the variable with the secret"
                            : "'key: JWT_SECRET' is for an HS algorithm");
        }
        try {
            if (!hmac) {
                boolean variable = text.equals(Variable.JWT_PUBLIC_KEY.name());
                return VerificationKey.publicKey(algorithm, variable ? settings.publicKey() : text, files::read);
            }
            requireSafe(algorithm);
            return VerificationKey.secretKey(algorithm, settings.secret());
        } catch (GeneralSecurityException e) {
            throw entry.fault("key", "'key' is not usable: " + e.getMessage());
        }
    }

    private void requireSafe(String algorithm) {
        String secret = settings.secret();
        int bytes = secret.getBytes(StandardCharsets.UTF_8).length;
        if (production && secret.contains(Variable.JWT_SECRET.defaultValue())) {
            throw entry.fault("key", "JWT_SECRET has its default, and ENVIRONMENT=production does not accept that");
        }
        if (production && bytes * 8 < Integer.parseInt(algorithm.substring(2))) {
            throw entry.fault("key", "JWT_SECRET is shorter than the hash of " + algorithm);
        }
    }
}
