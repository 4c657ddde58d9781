package com.fincloud.gateway.openapi.sanitize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A named part of a document, to which a {@code $ref} leads (OpenAPI 3.1, section 4.8.7).
 *
 * @param section {@code schemas}, {@code parameters} and so on
 * @param name its name there, as it is without JSON Pointer's escapes
 */
public record Component(String section, String name) {

    private static final Pattern REF = Pattern.compile("#/components/([A-Za-z]+)/([^/]+)(/.*)?");

    /** The component that a reference leads to, or into; null when it leads elsewhere. */
    public static @Nullable Component of(String ref) {
        Matcher matcher = REF.matcher(ref);
        return matcher.matches() ? new Component(matcher.group(1), unescape(matcher.group(2))) : null;
    }

    /** What a reference says behind the component's name: a JSON Pointer, empty for the component itself. */
    public static String rest(String ref) {
        Matcher matcher = REF.matcher(ref);
        return matcher.matches() && matcher.group(3) != null ? unescapePercent(matcher.group(3)) : "";
    }

    private static String unescape(String token) {
        return unescapePercent(token).replace("~1", "/").replace("~0", "~");
    }

    private static String unescapePercent(String token) {
        try {
            return URLDecoder.decode(token.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return token;
        }
    }

    /** The reference to this component under another name, which needs no escapes, and to what is at {@code rest} in it. */
    public String ref(String otherName, String rest) {
        return "#/components/" + section + "/" + otherName + rest;
    }

    /** Visits each object with a {@code $ref} in a tree that {@link DocumentSanitizer} has made: there it is always a reference, never data. */
    public static void eachRef(JsonNode tree, Consumer<ObjectNode> visitor) {
        if (tree instanceof ObjectNode object && object.path("$ref").isTextual()) {
            visitor.accept(object);
        }
        for (JsonNode child : tree) {
            eachRef(child, visitor);
        }
    }
}
