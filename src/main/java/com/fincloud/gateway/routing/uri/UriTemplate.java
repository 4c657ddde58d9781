package com.fincloud.gateway.routing.uri;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The text from which a step computes a URI.
 *
 * @param text the URI, with {@link #DATA} in place of each function
 */
record UriTemplate(String text) {

    /** Replaces a function of the simple language: a private-use character that no URI contains. */
    static final char DATA = '\uE000';

    /** The component's name; empty if the text does not begin with a component name. */
    String scheme() {
        return scheme(text);
    }

    /** The component's name; empty if {@code uri} does not begin with a component name. */
    static String scheme(String uri) {
        int colon = uri.indexOf(':');
        for (int i = 0; i < colon; i++) {
            char c = uri.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            boolean inside = i > 0 && ((c >= '0' && c <= '9') || c == '+' || c == '.' || c == '-');
            if (!letter && !inside) {
                return "";
            }
        }
        return colon <= 0 ? "" : uri.substring(0, colon);
    }

    /** Whether the text contains no data. */
    boolean isFixed() {
        return text.indexOf(DATA) < 0;
    }

    /** Whether {@code uri} begins with the part of the text before the first data. A text without data must be equal to {@code uri}. */
    boolean begins(String uri) {
        return isFixed() ? uri.equals(text) : uri.startsWith(text.substring(0, text.indexOf(DATA)));
    }

    /** Whether the part before the options contains data. */
    boolean hasDataInPath() {
        int query = text.indexOf('?');
        int data = text.indexOf(DATA);
        return data >= 0 && (query < 0 || data < query);
    }

    /** Whether only slashes separate the scheme from the first data. */
    boolean dataFollowsScheme() {
        return text.substring(text.indexOf(':') + 1, text.indexOf(DATA)).chars().allMatch(c -> c == '/');
    }

    /** The names of the options in the text. */
    Set<String> optionNames() {
        return optionNames(text);
    }

    /** Whether {@code uri} has only options of the text, or the text leaves the options to the data. */
    boolean mayHaveOptionsOf(String uri) {
        Set<String> names = optionNames();
        return names.isEmpty()
                || names.stream().anyMatch(name -> name.indexOf(DATA) >= 0)
                || names.containsAll(optionNames(uri));
    }

    /** The names of the options of {@code uri}. */
    static Set<String> optionNames(String uri) {
        Set<String> names = new HashSet<>();
        for (String option : options(uri)) {
            int equals = option.indexOf('=');
            names.add((equals < 0 ? option : option.substring(0, equals)).strip());
        }
        return names;
    }

    /** The options of {@code uri}. A second question mark also begins an option. */
    static List<String> options(String uri) {
        List<String> options = new ArrayList<>();
        int from = uri.indexOf('?') + 1;
        if (from == 0) {
            return options;
        }
        for (int i = from; i <= uri.length(); i++) {
            if (i == uri.length() || uri.charAt(i) == '&' || uri.charAt(i) == '?') {
                if (i > from) {
                    options.add(uri.substring(from, i));
                }
                from = i + 1;
            }
        }
        return options;
    }

    /** {@code text} with {@link #DATA} in place of each function of the simple language. */
    static String withoutFunctions(String text) {
        StringBuilder literal = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            int open = text.startsWith("${", at) ? 2 : text.startsWith("$simple{", at) ? 8 : 0;
            if (open == 0) {
                literal.append(text.charAt(at) == DATA ? ' ' : text.charAt(at));
                at++;
            } else {
                literal.append(DATA);
                at = end(text, at + open);
            }
        }
        return literal.toString();
    }

    /** The offset after the closing brace of a function. Functions can be nested. */
    private static int end(String text, int from) {
        int depth = 1;
        int at = from;
        while (at < text.length() && depth > 0) {
            char c = text.charAt(at++);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
        }
        return at;
    }
}
