package com.fincloud.gateway.settings.value;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Masks paths whose last segments are secrets, for instance a reset token. Wherever a path is shown, three asterisks replace these
 * segments. This works for every spelling of the path: percent-encoded, with parameters, dot segments, doubled slashes, or in a different
 * case.
 */
public final class MaskedPaths {

    /** The replacement for the masked segments. */
    public static final String MASK = "***";

    private static final int MAX_DECODINGS = 3;

    private final List<String> prefixes = new ArrayList<>();

    /**
     * Parses patterns that end in {@code /**}. Everything below the prefix is masked.
     *
     * @throws IllegalArgumentException if a pattern is not such a path
     */
    public MaskedPaths(List<String> patterns) {
        for (String pattern : patterns) {
            String prefix = pattern.endsWith("/**") ? pattern.substring(0, pattern.length() - 2) : "";
            if (!prefix.startsWith("/") || prefix.length() < 2 || !isPlain(prefix) || prefix.indexOf('*') >= 0) {
                throw new IllegalArgumentException("'" + pattern + "' is no path that ends in /**");
            }
            prefixes.add(prefix);
        }
    }

    /** The masked {@code path}. */
    public String shown(String path) {
        if (prefixes.isEmpty()) {
            return path;
        }
        boolean plain = path.startsWith("/") && isPlain(path);
        String reading = plain ? path : plain(path);
        for (int i = 0; i < prefixes.size(); i++) {
            String prefix = prefixes.get(i);
            if (reading.length() > prefix.length() && reading.regionMatches(true, 0, prefix, 0, prefix.length())) {
                return prefix + MASK;
            }
        }
        return plain ? path : loose(path);
    }

    /** Masks a path that no server would interpret as a masked path but a person would, because it may contain a secret as well. */
    private String loose(String path) {
        String text = decodedWholly(path).toLowerCase(Locale.ROOT);
        for (String prefix : prefixes) {
            int end = 0;
            for (String segment : prefix.toLowerCase(Locale.ROOT).substring(1).split("/", -1)) {
                int at = end < 0 ? -1 : text.indexOf(segment, end);
                end = at < 0 ? -1 : at + segment.length();
            }
            if (end >= 0 && end < text.length() && !text.substring(end).matches("[/\\\\]*")) {
                return prefix + MASK;
            }
        }
        return path;
    }

    /** Whether the path has only one reading. */
    private static boolean isPlain(String path) {
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            boolean slash = i > 0 && path.charAt(i - 1) == '/';
            if (c == '%' || c == ';' || c == '\\' || c == '?' || c == '#' || (slash && (c == '/' || c == '.'))) {
                return false;
            }
        }
        return true;
    }

    /** The reading in which every decoding and normalization of servers is applied. */
    private static String plain(String path) {
        String text = decodedWholly(path);
        StringBuilder plain = new StringBuilder(text.length());
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || text.charAt(i) == '/' || text.charAt(i) == '\\') {
                append(plain, text.substring(start, i));
                start = i + 1;
            }
        }
        return plain.toString();
    }

    private static void append(StringBuilder plain, String segment) {
        int parameters = segment.indexOf(';');
        String name = parameters < 0 ? segment : segment.substring(0, parameters);
        if (name.equals("..")) {
            plain.setLength(Math.max(0, plain.lastIndexOf("/")));
        } else if (!name.isEmpty() && !name.equals(".")) {
            plain.append('/').append(name);
        }
    }

    private static String decodedWholly(String path) {
        String text = path;
        for (int i = 0; i < MAX_DECODINGS && text.indexOf('%') >= 0; i++) {
            text = decoded(text);
        }
        return text;
    }

    private static String decoded(String text) {
        StringBuilder decoded = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int high = c == '%' && i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
            int low = high >= 0 ? Character.digit(text.charAt(i + 2), 16) : -1;
            if (low >= 0) {
                decoded.append((char) (high * 16 + low));
                i += 2;
            } else {
                decoded.append(c);
            }
        }
        return decoded.toString();
    }
}
