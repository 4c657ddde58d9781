package com.fincloud.gateway.settings;

import com.fincloud.gateway.settings.value.Values;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The secret values of variables, for code that writes text which could contain a secret. */
public final class SecretValues {

    /**
     * The minimum length of a value to mask. A shorter value would occur in unrelated words. A message about its variable never shows it
     * anyway.
     */
    private static final int SHORTEST = 8;

    private static volatile List<String> current = List.of();

    private SecretValues() {}

    /** The secrets that were read at the start of the process; empty before the variables have been read. */
    public static List<String> current() {
        return current;
    }

    /** Keeps the secrets for {@link #current}. */
    static void remember(Function<String, @Nullable String> source) {
        List<String> found = new ArrayList<>();
        add(found, source.apply(Variable.JWT_SECRET.name()));
        add(found, source.apply(Variable.REDIS_SENTINEL_PASSWORD.name()));
        String headers = source.apply(Variable.OTEL_EXPORTER_OTLP_HEADERS.name());
        for (String header : Values.list(headers == null ? "" : headers)) {
            addEncoded(found, header.substring(header.indexOf('=') + 1).strip());
        }
        for (Variable url : List.of(Variable.REDIS_URL, Variable.REVOCATION_REDIS_URL)) {
            String redis = source.apply(url.name());
            if (redis != null) {
                for (String node : redis.split(",", -1)) {
                    addPassword(found, node);
                }
                addPassword(found, redis);
            }
        }
        found.remove(Variable.JWT_SECRET.defaultValue());
        current = List.copyOf(found);
    }

    /** {@code text} with three asterisks in place of each secret. */
    static String masked(String text) {
        String masked = text;
        for (String secret : current) {
            masked = masked.replace(secret, "***");
        }
        return masked;
    }

    private static void addPassword(List<String> found, String url) {
        int at = url.lastIndexOf('@');
        int authority = url.indexOf("//");
        int colon = url.indexOf(':', authority < 0 ? 0 : authority);
        if (at > colon && colon >= 0) {
            addEncoded(found, url.substring(colon + 1, at));
        }
    }

    private static void addEncoded(List<String> found, String secret) {
        add(found, secret);
        try {
            add(found, URLDecoder.decode(secret.replace("+", "%2B"), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return; // not valid percent-encoding: only the literal value is masked
        }
    }

    private static void add(List<String> found, @Nullable String secret) {
        if (secret != null && secret.length() >= SHORTEST && !found.contains(secret)) {
            found.add(secret);
        }
    }
}
