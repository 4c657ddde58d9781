package com.fincloud.gateway.routefile.syntax;

import java.util.List;

/** Finds Java class names in a message, in one pass, and replaces them by plain words. */
public final class ClassNames {

    /** Suffixes of class names that carry no information. */
    private static final List<String> KINDS = List.of("Exception", "Error", "Definition");

    private ClassNames() {}

    /** The text with {@code no such bean} for {@code org.apache.camel.NoSuchBeanException}. */
    public static String inWords(String text) {
        StringBuilder result = new StringBuilder(text.length());
        int copied = 0;
        int begin = -1; // the offset of the package before the current word; -1 if there is none
        int at = 0;
        while (at < text.length()) {
            int end = wordEnd(text, at);
            if (end == at) {
                begin = -1;
                at++;
            } else if (begin >= 0 && isUpper(text.charAt(at))) {
                result.append(text, copied, begin).append(words(text.substring(at, end)));
                copied = innerEnd(text, end);
                begin = -1;
                at = copied;
            } else if (!isUpper(text.charAt(at)) && !isDigit(text.charAt(at)) && text.startsWith(".", end)) {
                begin = begin < 0 ? at : begin;
                at = end + 1;
            } else {
                begin = -1;
                at = end;
            }
        }
        return result.append(text, copied, text.length()).toString();
    }

    /** The end of the word that begins at {@code from}: letters, digits and underscores of ASCII. */
    private static int wordEnd(String text, int from) {
        int end = from;
        while (end < text.length() && isWord(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /** The end of the names of nested classes, each after a dollar sign. */
    private static int innerEnd(String text, int from) {
        int end = from;
        while (text.startsWith("$", end) && wordEnd(text, end + 1) > end + 1) {
            end = wordEnd(text, end + 1);
        }
        return end;
    }

    private static String words(String name) {
        String plain = name;
        for (String kind : KINDS) {
            if (name.endsWith(kind)) {
                plain = name.substring(0, name.length() - kind.length());
            }
        }
        StringBuilder words = new StringBuilder(plain.length() + 8);
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            if (i > 0 && isUpper(c) && plain.charAt(i - 1) >= 'a' && plain.charAt(i - 1) <= 'z') {
                words.append(' ');
            }
            words.append(isUpper(c) ? (char) (c + 'a' - 'A') : c);
        }
        return words.toString();
    }

    private static boolean isWord(char c) {
        return isUpper(c) || isDigit(c) || (c >= 'a' && c <= 'z') || c == '_';
    }

    private static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
