package com.fincloud.gateway.auth.token;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The name of a claim: a top-level member, or a JSON Pointer (RFC 6901) with a slash in front. */
public final class ClaimName {

    private static final int MAX_LENGTH = 500;

    private final String text;
    private final List<String> path;

    private ClaimName(String text, List<String> path) {
        this.text = text;
        this.path = path;
    }

    /**
     * Parses a name.
     *
     * @throws IllegalArgumentException if it is empty, too long, or a pointer with a {@code ~} that is not {@code ~0} or {@code ~1}
     */
    public static ClaimName of(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("a claim's name has 1 to " + MAX_LENGTH + " characters");
        }
        if (text.charAt(0) != '/') {
            return new ClaimName(text, List.of(text));
        }
        List<String> path = new ArrayList<>();
        int from = 1;
        while (from <= text.length()) {
            int slash = text.indexOf('/', from);
            int end = slash < 0 ? text.length() : slash;
            path.add(unescaped(text.substring(from, end)));
            from = end + 1;
        }
        return new ClaimName(text, List.copyOf(path));
    }

    /** RFC 6901 section 4: first {@code ~1}, then {@code ~0}, so that {@code ~01} is {@code ~1}. */
    private static String unescaped(String token) {
        for (int at = token.indexOf('~'); at >= 0; at = token.indexOf('~', at + 1)) {
            if (at + 1 == token.length() || (token.charAt(at + 1) != '0' && token.charAt(at + 1) != '1')) {
                throw new IllegalArgumentException("in a JSON Pointer, ~ is written ~0, and / in a name ~1 (RFC 6901)");
            }
        }
        return token.replace("~1", "/").replace("~0", "~");
    }

    /** The value of the claim; null if there is none, or if it is null. */
    public @Nullable Object in(Map<String, @Nullable Object> claims) {
        Object value = claims;
        for (int i = 0; i < path.size() && value != null; i++) {
            value = member(value, path.get(i));
        }
        return value;
    }

    private static @Nullable Object member(Object parent, String name) {
        if (parent instanceof Map<?, ?> object) {
            return object.get(name);
        }
        int index = parent instanceof List<?> ? index(name) : -1;
        return parent instanceof List<?> array && index >= 0 && index < array.size() ? array.get(index) : null;
    }

    /** The index of an element in canonical digits; -1 if the text is none. */
    private static int index(String name) {
        boolean digits = !name.isEmpty() && name.length() < 9 && name.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits && (name.length() == 1 || name.charAt(0) != '0') ? Integer.parseInt(name) : -1;
    }

    /** The name of the member that has the value. */
    String last() {
        return path.get(path.size() - 1);
    }

    /** The name as it is configured. */
    @Override
    public String toString() {
        return text;
    }
}
