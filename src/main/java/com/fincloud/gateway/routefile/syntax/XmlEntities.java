package com.fincloud.gateway.routefile.syntax;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Resolves the entities of an XML text: the five predefined entities, and character references (XML 1.0 sections 4.1 and 4.6). */
final class XmlEntities {

    private static final Pattern ENTITY = Pattern.compile("&(#x[0-9a-fA-F]{1,6}|#[0-9]{1,7}|lt|gt|amp|quot|apos);");

    private XmlEntities() {}

    /** The offset of an ampersand that does not begin a valid entity; negative if there is none. */
    static int wrong(String text, int from, int to) {
        Matcher entity = ENTITY.matcher(text);
        for (int at = from; at < to; at++) { // not by indexOf, which would search beyond the end
            if (text.charAt(at) != '&') {
                continue;
            }
            if (!entity.region(at, to).lookingAt() || !isCharacter(entity.group(1))) {
                return at;
            }
        }
        return -1;
    }

    /** The text with its entities resolved. */
    static String resolved(String raw) {
        return ENTITY.matcher(raw).replaceAll(entity -> Matcher.quoteReplacement(character(entity.group(1))));
    }

    private static boolean isCharacter(String entity) {
        return !entity.startsWith("#") || Character.isValidCodePoint(number(entity));
    }

    private static int number(String entity) {
        return entity.startsWith("#x")
                ? Integer.parseInt(entity.substring(2), 16)
                : Integer.parseInt(entity.substring(1));
    }

    private static String character(String entity) {
        return switch (entity) {
            case "lt" -> "<";
            case "gt" -> ">";
            case "amp" -> "&";
            case "quot" -> "\"";
            case "apos" -> "'";
            default -> Character.toString(number(entity));
        };
    }
}
