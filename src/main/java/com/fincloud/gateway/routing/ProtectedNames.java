package com.fincloud.gateway.routing;

import com.fincloud.gateway.settings.Variable;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The names of the gateway's own secrets, which no route file may read. A name is protected in every spelling that Spring or Camel accepts
 * for the variable: {@code JWT_SECRET}, {@code jwt.secret}, {@code jwt-secret}, {@code JWT_SECRET_FILE}.
 */
public final class ProtectedNames {

    private static final Set<String> SECRETS = Stream.concat(
                    Arrays.stream(Variable.values()).map(Enum::name).filter(ProtectedNames::namesSecret),
                    Stream.of(
                            "JWT_SECRET",
                            "REDIS_URL",
                            "REVOCATION_REDIS_URL",
                            "REDIS_SENTINEL_PASSWORD",
                            "OTEL_EXPORTER_OTLP_HEADERS"))
            .map(ProtectedNames::plain)
            .collect(Collectors.toUnmodifiableSet());

    private ProtectedNames() {}

    private static boolean namesSecret(String variable) {
        return variable.contains("SECRET")
                || variable.contains("PASSWORD")
                || variable.contains("PRIVATE_KEY")
                || variable.endsWith("REDIS_URL");
    }

    /** Whether a name stands for one of the gateway's secrets, or for the file with the secret. */
    public static boolean contains(String name) {
        String plain = plain(name);
        return SECRETS.contains(plain)
                || (plain.endsWith("FILE") && SECRETS.contains(plain.substring(0, plain.length() - 4)));
    }

    /** The name's letters and digits in upper case, so that all spellings compare equal. */
    private static String plain(String name) {
        StringBuilder plain = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isLetterOrDigit(c)) {
                plain.append(c);
            }
        }
        return plain.toString().toUpperCase(Locale.ROOT);
    }

    /** The sentence that tells the author of a route file why the name is refused. */
    public static String refusal(String name) {
        return "'" + name + "' is a secret of the gateway, which no route file reads"
                + " (expected: a variable of the service's own)";
    }
}
