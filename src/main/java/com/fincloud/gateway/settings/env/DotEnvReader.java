package com.fincloud.gateway.settings.env;

/** Reads the statements of a file {@code .env} one after the other: {@code NAME=value}, {@code NAME: value} or {@code NAME}. */
final class DotEnvReader {

    /**
     * The text behind a name.
     *
     * @param literal whether nothing is interpolated, because it stood in single quotes
     */
    record Value(String text, boolean literal) {}

    private static final String EXPORT = "export";

    private final String text;
    private int at;
    private int line = 1;
    private boolean assigned;

    DotEnvReader(String text) {
        this.text = text;
    }

    /** The number of the current line, from 1. */
    int line() {
        return line;
    }

    /** Whether a value follows the last name. Otherwise the variable is taken from the environment. */
    boolean isAssigned() {
        return assigned;
    }

    /** Skips blank lines and comments. Returns false at the end of the file. */
    boolean toStatement() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#') {
                at = lineEnd();
            } else if (c == '\n') {
                line++;
                at++;
            } else if (isBlank(c)) {
                at++;
            } else {
                return true;
            }
        }
        return false;
    }

    /**
     * Reads a name, and what separates it from its value.
     *
     * @throws DotEnvException if it is no name
     */
    String name() {
        int word = at + EXPORT.length();
        if (text.startsWith(EXPORT, at) && word < text.length() && isBlank(text.charAt(word))) {
            at = word;
            skipBlanks();
        }
        int from = at;
        while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '=' && text.charAt(at) != ':') {
            at++;
        }
        String name = text.substring(from, at).strip();
        if (name.isEmpty() || !isName(name)) {
            throw new DotEnvException(line, "a line is NAME=value, and a name has letters, digits, '_', '.' and '-'");
        }
        assigned = at < text.length() && text.charAt(at) != '\n';
        if (assigned) {
            at++;
            skipBlanks();
        }
        return name;
    }

    private static boolean isName(String name) {
        return name.codePoints()
                .allMatch(c -> Character.isLetter(c) || Character.isDigit(c) || "_.-[]".indexOf(c) >= 0);
    }

    /**
     * Reads the value behind a name.
     *
     * @throws DotEnvException if a quote is not closed
     */
    Value value() {
        char quote = at < text.length() ? text.charAt(at) : '\n';
        if (quote == '"' || quote == '\'') {
            String inside = quoted(quote);
            return quote == '"' ? new Value(Escapes.expand(inside), false) : new Value(inside, true);
        }
        int end = lineEnd();
        int comment = text.indexOf(" #", at);
        String value = text.substring(at, comment >= 0 && comment < end ? comment : end);
        at = end;
        return new Value(value.stripTrailing(), false);
    }

    /** The text up to the closing quote, without the backslash before an escaped quote. */
    private String quoted(char quote) {
        int opened = line;
        StringBuilder inside = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == quote) {
                at++;
                return inside.toString();
            }
            if (c == '\\' && at + 1 < text.length()) {
                at++;
                char escaped = text.charAt(at);
                if (escaped != quote) {
                    inside.append(c);
                }
                inside.append(escaped);
                c = escaped;
            } else {
                inside.append(c);
            }
            if (c == '\n') {
                line++;
            }
        }
        throw new DotEnvException(opened, "a quote is not closed");
    }

    private int lineEnd() {
        int end = text.indexOf('\n', at);
        return end < 0 ? text.length() : end;
    }

    private void skipBlanks() {
        while (at < text.length() && text.charAt(at) != '\n' && isBlank(text.charAt(at))) {
            at++;
        }
    }

    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || c == '\u00a0' || c == '\u0085';
    }
}
