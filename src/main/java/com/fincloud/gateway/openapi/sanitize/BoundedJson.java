package com.fincloud.gateway.openapi.sanitize;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/**
 * Parses JSON from an untrusted author: its bytes, nesting, tokens, names and texts are limited. A duplicate name in an object is refused,
 * because two parsers could read different documents.
 */
public final class BoundedJson {

    public static final int MAX_BYTES = 4 * 1024 * 1024;

    /** The maximum number of tokens. A token takes about 60 bytes in a tree. */
    private static final long MAX_TOKENS = 250_000;

    private static final int MAX_DEPTH = 80;

    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxTokenCount(MAX_TOKENS)
                            .maxStringLength(256 * 1024)
                            .maxNameLength(2_000)
                            .maxNumberLength(100)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private BoundedJson() {}

    /**
     * Parses an object.
     *
     * @throws DocumentException if it is not an object, or exceeds a limit
     */
    public static ObjectNode object(byte[] bytes) throws DocumentException {
        try {
            if (MAPPER.readTree(bytes) instanceof ObjectNode object) {
                return object;
            }
            throw new DocumentException("it is not a JSON object");
        } catch (StreamConstraintsException e) {
            throw new DocumentException("it has too many parts, is nested too deeply, or has too long a text");
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            throw new DocumentException("it is not well-formed JSON without duplicate names"
                    + (at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")"));
        } catch (IOException e) {
            throw new DocumentException("it is not UTF-8");
        }
    }

    /** Writes a tree in UTF-8. */
    public static byte[] bytes(JsonNode tree) {
        try {
            return MAPPER.writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e); // a tree can always be written as JSON
        }
    }

    /** Converts a tree to maps, lists and values. */
    public static Object plain(JsonNode tree) {
        return MAPPER.convertValue(tree, Object.class);
    }

    public static ObjectNode newObject() {
        return MAPPER.createObjectNode();
    }
}
