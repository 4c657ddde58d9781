package com.fincloud.gateway.settings;

/** Formats a variable's value for a message: on one line, short, without passwords, queries and private keys. */
final class ShownValue {

    private static final int LONGEST = 200;
    private static final String MASK = "***";

    private ShownValue() {}

    /** The value of a variable that is not a secret. */
    static String of(String value) {
        if (value.contains("PRIVATE KEY")) {
            return "(private key)";
        }
        String text = withoutQueries(withoutPasswords(value));
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < text.length() && i < LONGEST; i++) {
            char c = text.charAt(i);
            line.append(Character.isISOControl(c) ? ' ' : c);
        }
        return text.length() > LONGEST ? line + "..." : line.toString();
    }

    /** The value of a variable with a Redis URL. If {@code @host} is missing, the password may be in the place of the port. */
    static String ofRedis(String value) {
        String text = of(value);
        if (text.indexOf('@') >= 0) {
            return text;
        }
        int authority = text.indexOf("//");
        int colon = text.indexOf(':', authority < 0 ? 0 : authority);
        int end = colon + 1;
        while (end < text.length() && Character.isDigit(text.charAt(end))) {
            end++;
        }
        boolean port = end > colon + 1 && (end == text.length() || "/,?#".indexOf(text.charAt(end)) >= 0);
        return colon < 0 || port ? text : text.substring(0, colon + 1) + MASK;
    }

    /** Removes everything before the last {@code @}, because the password of a malformed URL may contain any character. */
    private static String withoutPasswords(String text) {
        int at = text.lastIndexOf('@');
        if (at < 0) {
            return text;
        }
        int authority = text.indexOf("//");
        String before = authority >= 0 && authority < at ? text.substring(0, authority + 2) : "";
        return before + MASK + text.substring(at);
    }

    private static String withoutQueries(String text) {
        StringBuilder shown = new StringBuilder();
        boolean query = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            query = query && " ,#'\"".indexOf(c) < 0;
            if (!query) {
                shown.append(c);
            }
            if (c == '?' && !query) {
                query = true;
                shown.append(MASK);
            }
        }
        return shown.toString();
    }
}
