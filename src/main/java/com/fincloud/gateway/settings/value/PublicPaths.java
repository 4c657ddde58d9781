package com.fincloud.gateway.settings.value;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The paths that need no token: exact paths, and prefixes that end at a segment boundary. */
public final class PublicPaths {

    private final List<String> entries;
    private final Set<String> exact = new HashSet<>();
    private final List<String> prefixes = new ArrayList<>();

    /**
     * Reads the entries of {@code PUBLIC_PATHS}.
     *
     * @throws IllegalArgumentException if an entry is not a path
     */
    public PublicPaths(List<String> entries) {
        this.entries = List.copyOf(entries);
        for (String entry : entries) {
            String path = entry.endsWith("/**")
                    ? entry.substring(0, entry.length() - 3)
                    : entry.endsWith("/*") ? entry.substring(0, entry.length() - 2) : entry;
            boolean prefix = path.length() < entry.length();
            if (!entry.startsWith("/")
                    || path.contains("*")
                    || path.contains("//")
                    || path.matches(".*[\\s?#%\\\\;].*")) {
                throw new IllegalArgumentException("'" + entry + "' is no path");
            }
            exact.add(path.isEmpty() ? "/" : path);
            if (prefix) {
                prefixes.add(path + "/");
            }
        }
    }

    /** The entries at {@code path} or below it, and the entries above it that make it public. */
    public List<String> touching(String path) {
        String below = path.endsWith("/") ? path : path + "/";
        return entries.stream()
                .filter(entry -> {
                    String place = entry.replaceAll("/\\*+$", "");
                    boolean above = entry.length() > place.length() && below.startsWith(place + "/");
                    return place.equals(path) || place.startsWith(below) || above;
                })
                .toList();
    }

    /** Whether {@code path}, raw as received, is public. A percent-encoded spelling of a public path is not public. */
    public boolean contains(String path) {
        if (exact.contains(path)) {
            return true;
        }
        for (String prefix : prefixes) {
            if (path.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }
}
