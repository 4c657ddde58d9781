package com.fincloud.gateway.logging;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Masks secrets in log texts: the secrets of the gateway's variables, the secrets of the request that the thread serves, and text that
 * looks like a secret ({@link SecretShapes}). The time is linear in the text.
 */
public final class Masking {

    /** The replacement for a secret. */
    static final String MASK = "***";

    /** The minimum length of a secret to mask. A shorter text would occur in unrelated words. */
    private static final int SHORTEST = 4;

    private static volatile List<String> known = List.of();

    private Masking() {}

    /** Sets the gateway's own secrets, which are masked from now on. */
    public static void hide(List<String> secrets) {
        known = List.copyOf(secrets);
    }

    /** {@code text} without secrets. */
    public static String mask(String text) {
        LoggedRequest request = CurrentRequest.get();
        return mask(text, request == null ? List.of() : request.secrets());
    }

    /** {@code text} without secrets, including the secrets of one request. */
    public static String mask(String text, List<String> secrets) {
        String masked = literals(literals(text, known), secrets);
        return SecretShapes.mask(masked);
    }

    /** The secrets in a request's field values: the values themselves, and their parts after a scheme or a name. */
    public static List<String> parts(List<String> values) {
        List<String> parts = new ArrayList<>();
        for (String value : values) {
            add(parts, value);
            int start = 0;
            for (int i = 0; i <= value.length() && parts.size() < 128; i++) {
                if (i == value.length() || " ;,&=".indexOf(value.charAt(i)) >= 0) {
                    if (i - start > 5) {
                        add(parts, value.substring(start, i));
                    }
                    start = i + 1;
                }
            }
        }
        parts.sort(Comparator.comparingInt(String::length).reversed());
        return parts;
    }

    private static void add(List<String> parts, @Nullable String value) {
        if (value != null && value.length() >= SHORTEST && !isWord(value) && !parts.contains(value)) {
            parts.add(value);
        }
    }

    /** Whether the text is the name of a scheme or of a cookie attribute, which is not a secret. */
    private static boolean isWord(String value) {
        return value.equalsIgnoreCase("Bearer")
                || value.equalsIgnoreCase("ApiKey")
                || value.equalsIgnoreCase("Basic")
                || value.equalsIgnoreCase("SameSite")
                || value.equalsIgnoreCase("Secure")
                || value.equalsIgnoreCase("HttpOnly");
    }

    private static String literals(String text, List<String> secrets) {
        String masked = text;
        for (int i = 0; i < secrets.size(); i++) {
            masked = masked.replace(secrets.get(i), MASK);
        }
        return masked;
    }
}
