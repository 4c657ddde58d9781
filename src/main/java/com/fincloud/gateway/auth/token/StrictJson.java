package com.fincloud.gateway.auth.token;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parses a JSON object (RFC 8259) that has only one interpretation: no duplicate member at any depth (RFC 7519 section 4), nothing before
 * or after it, and limited nesting.
 */
public final class StrictJson {

    private static final int MAX_DEPTH = 32;

    // Member names come from untrusted clients, so they must not be interned or kept in a symbol table.
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build();

    private StrictJson() {}

    /** A number as text, because {@code 1}, {@code 1.0} and {@code 1e0} are different spellings of a user id. */
    public record Num(String text) {}

    /** The members of the object {@code text}: String, Num, Boolean, null, List or Map. */
    public static Map<String, @Nullable Object> object(String text) {
        // Blanks around the object would be valid JSON, but bytes after the object and a byte order mark are refused.
        if (!text.startsWith("{") || !text.endsWith("}")) {
            throw TokenFault.MALFORMED.refusal();
        }
        try (JsonParser json = JSON.createParser(text)) {
            return object(json);
        } catch (IOException e) {
            throw TokenFault.MALFORMED.refusal();
        }
    }

    /** The members of the object {@code text}, which may have blanks around it. */
    public static Map<String, @Nullable Object> object(Reader text) throws IOException {
        try (JsonParser json = JSON.createParser(text)) {
            return object(json);
        }
    }

    private static Map<String, @Nullable Object> object(JsonParser json) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new JsonParseException(json, "not an object");
        }
        Map<String, @Nullable Object> members = members(json);
        if (json.nextToken() != null) {
            throw new JsonParseException(json, "more than an object");
        }
        return members;
    }

    private static Map<String, @Nullable Object> members(JsonParser json) throws IOException {
        Map<String, @Nullable Object> members = new HashMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            members.put(name, value(json, json.nextToken()));
        }
        return members;
    }

    private static List<@Nullable Object> elements(JsonParser json) throws IOException {
        List<@Nullable Object> elements = new ArrayList<>();
        for (JsonToken next = json.nextToken(); next != JsonToken.END_ARRAY; next = json.nextToken()) {
            elements.add(value(json, next));
        }
        return elements;
    }

    private static @Nullable Object value(JsonParser json, JsonToken token) throws IOException {
        return switch (token) {
            case START_OBJECT -> members(json);
            case START_ARRAY -> elements(json);
            case VALUE_STRING -> json.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Num(json.getText());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw new JsonParseException(json, "not a value");
        };
    }
}
