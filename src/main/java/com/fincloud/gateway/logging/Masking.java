package com.fincloud.gateway.logging;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes secrets out of the texts of the log: those of the gateway's variables, those of the request that the thread serves, and what
 * looks like one ({@link SecretShapes}). The time is linear in the text.
 */
public final class Masking {

    /** What stands in the place of a secret. */
    static final String MASK = "***";

    /** A shorter text is found in words that have nothing to do with it. */
    private static final int SHORTEST = 4;

    private static volatile List<String> known = List.of();

    private Masking() {}

    /** Secrets of the gateway itself, which no line shows from here on. */
    public static void hide(List<String> secrets) {
        known = List.copyOf(secrets);
    }

    /** {@code text} without secrets. */
    public static String mask(String text) {
        LoggedRequest request = CurrentRequest.get();
        return mask(text, request == null ? List.of() : request.secrets());
    }

    /** {@code text} without secrets, those of one request included. */
    public static String mask(String text, List<String> secrets) {
        String masked = literals(literals(text, known), secrets);
        return SecretShapes.mask(masked);
    }

    /** The secrets of a request's field values, and what stands in them after a scheme or a name. */
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

    /** The name of a scheme or of an attribute of cookies is no secret. */
    private static boolean isWord(String value) {
        return value.equalsIgnoreCase("Bearer")
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
