package com.fincloud.gateway.routefile.syntax;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The entities of an XML text: the five that XML has, and characters by number (XML 1.0 sections 4.1 and 4.6). */
final class XmlEntities {

    private static final Pattern ENTITY = Pattern.compile("&(#x[0-9a-fA-F]{1,6}|#[0-9]{1,7}|lt|gt|amp|quot|apos);");

    private XmlEntities() {}

    /** Where an ampersand begins no entity; negative when all do. */
    static int wrong(String text, int from, int to) {
        Matcher entity = ENTITY.matcher(text);
        for (int at = from; at < to; at++) { // not by indexOf, which would look on behind the end
            if (text.charAt(at) != '&') {
                continue;
            }
            if (!entity.region(at, to).lookingAt() || !isCharacter(entity.group(1))) {
                return at;
            }
        }
        return -1;
    }

    /** The text that is meant. */
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
