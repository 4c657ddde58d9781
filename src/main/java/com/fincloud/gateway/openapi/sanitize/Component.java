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
 * A named component of a document, to which a {@code $ref} can refer (OpenAPI 3.1, section 4.8.7).
 *
 * @param section {@code schemas}, {@code parameters} and so on
 * @param name its name, without the escapes of JSON Pointer
 */
public record Component(String section, String name) {

    private static final Pattern REF = Pattern.compile("#/components/([A-Za-z]+)/([^/]+)(/.*)?");

    /** The component that a reference names, or of which it names a part; null for any other reference. */
    public static @Nullable Component of(String ref) {
        Matcher matcher = REF.matcher(ref);
        return matcher.matches() ? new Component(matcher.group(1), unescape(matcher.group(2))) : null;
    }

    /** The part of a reference after the component's name: a JSON Pointer; empty for the component itself. */
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

    /** The reference to {@code rest} in this component under a new name, which needs no escapes. */
    public String ref(String otherName, String rest) {
        return "#/components/" + section + "/" + otherName + rest;
    }

    /** Visits each object with a {@code $ref} in a sanitized tree. There {@code $ref} is always a reference, never data. */
    public static void eachRef(JsonNode tree, Consumer<ObjectNode> visitor) {
        if (tree instanceof ObjectNode object && object.path("$ref").isTextual()) {
            visitor.accept(object);
        }
        for (JsonNode child : tree) {
            eachRef(child, visitor);
        }
    }
}
