package com.fincloud.gateway.auth.issuer;

import com.fincloud.gateway.auth.token.TokenSignature;
import java.util.List;
import java.util.Map;

/**
 * Where the keys of an issuer come from.
 *
 * @param name the name of the issuer's entry, for logs
 * @param url the URL of the key set, or of the discovery document; empty if the key is configured
 * @param discovered the {@code issuer} that the discovery document must have; empty if {@code url} is the key set's
 * @param algorithms the accepted values of {@code alg}
 * @param configured the configured key by the names of its algorithm; empty if keys are fetched
 */
public record KeySource(
        String name, String url, String discovered, List<String> algorithms, Map<String, TokenSignature> configured) {

    /** Copies the collections. */
    public KeySource {
        algorithms = List.copyOf(algorithms);
        configured = Map.copyOf(configured);
    }

    /** Whether the keys of {@code other} are fetched from the same place, perhaps for other algorithms. */
    public boolean isSamePlace(KeySource other) {
        return isFetched() && url.equals(other.url) && discovered.equals(other.discovered);
    }

    /** Whether the keys are fetched from the issuer. */
    public boolean isFetched() {
        return !url.isEmpty();
    }
}
