package com.fincloud.gateway.settings.env;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the variables in a value, with the syntax of the Compose Specification: {@code $NAME}, {@code ${NAME}}, {@code ${NAME:-default}},
 * {@code ${NAME-default}}, {@code ${NAME:?error}}, {@code ${NAME?error}}, {@code ${NAME:+instead}}, {@code ${NAME+instead}}, and
 * {@code $$} for a dollar sign.
 */
final class Interpolation {

    private static final int DEEPEST = 20;

    private final Function<String, @Nullable String> variables;
    private boolean hasUnset;

    /** Creates it for variables by name; null stands for one that is not set. */
    Interpolation(Function<String, @Nullable String> variables) {
        this.variables = variables;
    }

    /** Whether a variable had neither a value nor a default, so that nothing stands in its place. */
    boolean hasUnset() {
        return hasUnset;
    }

    /**
     * The text with the values.
     *
     * @throws IllegalArgumentException if a brace is not closed or has no name, or a required variable has no value
     */
    String of(String text) {
        return of(text, 0);
    }

    private String of(String text, int depth) {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("more than " + DEEPEST + " defaults within one another");
        }
        StringBuilder replaced = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            char next = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
            if (c != '$') {
                replaced.append(c);
                at++;
            } else if (next == '$') {
                replaced.append('$');
                at += 2;
            } else if (next == '{') {
                int close = close(text, at + 1);
                replaced.append(braced(text.substring(at + 2, close), depth));
                at = close + 1;
            } else {
                int end = nameEnd(text, at + 1);
                replaced.append(end == at + 1 ? "$" : valueOrNothing(text.substring(at + 1, end)));
                at = end;
            }
        }
        return replaced.toString();
    }

    /** What stands for an expression in braces. */
    private String braced(String expression, int depth) {
        int end = nameEnd(expression, 0);
        String name = expression.substring(0, end);
        boolean colon = end < expression.length() && expression.charAt(end) == ':';
        int operator = colon ? end + 1 : end;
        char kind = operator < expression.length() ? expression.charAt(operator) : ' ';
        if (end == 0 || (end < expression.length() && "-+?".indexOf(kind) < 0)) {
            throw new IllegalArgumentException("a '${' without the name of a variable: write $$ for a dollar sign");
        }
        if (end == expression.length()) {
            return valueOrNothing(name);
        }
        String value = variables.apply(name);
        boolean given = value != null && !(colon && value.isEmpty());
        String argument = expression.substring(operator + 1);
        if (kind == '+') {
            return given ? of(argument, depth + 1) : value == null ? "" : value;
        }
        if (value != null && given) {
            return value;
        }
        if (kind == '?') {
            throw new IllegalArgumentException("it needs a variable that is not set");
        }
        return of(argument, depth + 1);
    }

    private String valueOrNothing(String name) {
        String value = variables.apply(name);
        if (value == null) {
            hasUnset = true;
            return "";
        }
        return value;
    }

    /** The brace that closes the one at {@code open}, on the same line. */
    private static int close(String text, int open) {
        int depth = 0;
        for (int at = open; at < text.length() && text.charAt(at) != '\n'; at++) {
            char c = text.charAt(at);
            if (c == '{') {
                depth++;
            } else if (c == '}' && --depth == 0) {
                return at;
            }
        }
        throw new IllegalArgumentException("a '${' is not closed: write $$ for a dollar sign");
    }

    private static int nameEnd(String text, int from) {
        int at = from;
        while (at < text.length()
                && (isNameStart(text.charAt(at)) || (at > from && text.charAt(at) >= '0' && text.charAt(at) <= '9'))) {
            at++;
        }
        return at;
    }

    private static boolean isNameStart(char c) {
        return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
