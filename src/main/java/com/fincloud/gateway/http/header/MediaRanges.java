package com.fincloud.gateway.http.header;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Compares media types with media ranges (RFC 9110 sections 8.3.1 and 12.5.1), by index and in linear time. */
public final class MediaRanges {

    private MediaRanges() {}

    /**
     * Whether a declared list, for instance {@code consumes} of a rest, accepts a content type. Without a list or a content type, the
     * result is true.
     */
    public static boolean takes(@Nullable String declared, @Nullable String contentType) {
        return declared == null
                || declared.isBlank()
                || contentType == null
                || contentType.isBlank()
                || parts(declared).stream().anyMatch(range -> covers(range, type(contentType)));
    }

    /** Whether a client that sends these {@code Accept} fields accepts one of the declared types. */
    public static boolean accepts(List<String> accept, @Nullable String declared) {
        if (declared == null || declared.isBlank() || accept.isEmpty()) {
            return true;
        }
        List<String> types = parts(declared);
        List<String> ranges =
                accept.stream().flatMap(field -> parts(field).stream()).toList();
        return ranges.isEmpty()
                || types.stream().anyMatch(type -> ranges.stream().anyMatch(range -> covers(range, type)));
    }

    /** The types of a comma-separated list, without their parameters. Types with weight zero are left out. */
    private static List<String> parts(String list) {
        List<String> types = new ArrayList<>();
        int from = 0;
        while (from <= list.length()) {
            int comma = list.indexOf(',', from);
            int to = comma < 0 ? list.length() : comma;
            String part = list.substring(from, to);
            String type = type(part);
            if (!type.isEmpty() && !isRefused(part)) {
                types.add(type);
            }
            from = to + 1;
        }
        return types;
    }

    private static String type(String part) {
        int semicolon = part.indexOf(';');
        return (semicolon < 0 ? part : part.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
    }

    /** Whether the part has {@code q=0}, which means that the client does not accept the type. */
    private static boolean isRefused(String part) {
        int weight = part.lastIndexOf("q=");
        if (weight <= 0 || (part.charAt(weight - 1) != ';' && part.charAt(weight - 1) != ' ')) {
            return false;
        }
        for (int i = weight + 2; i < part.length(); i++) {
            if ("0. ".indexOf(part.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean covers(String range, String type) {
        return range.equals(type)
                || range.equals("*/*")
                || (range.endsWith("/*") && type.startsWith(range.substring(0, range.length() - 1)))
                || type.equals("*/*")
                || (type.endsWith("/*") && range.startsWith(type.substring(0, type.length() - 1)));
    }
}
