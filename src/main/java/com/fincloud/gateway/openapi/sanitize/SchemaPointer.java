package com.fincloud.gateway.openapi.sanitize;

import java.util.Iterator;
import java.util.List;

/** JSON Pointers (RFC 6901) from a schema to one of its parts, with any number of tokens. */
final class SchemaPointer {

    private SchemaPointer() {}

    /** Whether each step of {@code pointer} goes from a schema to a subschema. */
    static boolean isInside(String pointer) {
        if (!pointer.startsWith("/")) {
            return false;
        }
        Iterator<String> tokens = List.of(pointer.substring(1).split("/", -1)).iterator();
        while (tokens.hasNext()) {
            boolean schema =
                    switch (tokens.next()) {
                        case "items" -> true;
                        case "properties", "$defs", "patternProperties" ->
                            tokens.hasNext() && !tokens.next().isEmpty();
                        case "allOf", "anyOf", "oneOf" -> tokens.hasNext() && isIndex(tokens.next());
                        default -> false;
                    };
            if (!schema) {
                return false;
            }
        }
        return true;
    }

    private static boolean isIndex(String token) {
        for (int i = 0; i < token.length(); i++) {
            if (token.charAt(i) < '0' || token.charAt(i) > '9') {
                return false;
            }
        }
        return !token.isEmpty();
    }
}
