package com.fincloud.gateway.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import java.math.BigDecimal;
import java.util.Optional;

/** The members of a JSON object that a client sent. One that is missing or unusable is answered with 422. */
final class Fields {

    private static final ObjectReader READER = Json.MAPPER
            .readerFor(JsonNode.class)
            .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final JsonNode members;

    private Fields(JsonNode members) {
        this.members = members;
    }

    /** Reads an object; anything else is 400. */
    static Fields of(String body) {
        try {
            JsonNode node = READER.readTree(body);
            if (node.isObject()) {
                return new Fields(node);
            }
        } catch (JsonProcessingException e) {
            throw new Problem(400, "Request body is no valid JSON");
        }
        throw new Problem(400, "Request body is no JSON object");
    }

    boolean has(String name) {
        return !members.path(name).isMissingNode() && !members.path(name).isNull();
    }

    /** A text of {@code least} to {@code most} characters, none of them a control character. */
    String text(String name, int least, int most) {
        JsonNode node = members.path(name);
        String text = node.asText("").strip();
        boolean usable = node.isTextual() && text.length() >= least && text.length() <= most;
        if (!usable || text.chars().anyMatch(Character::isISOControl)) {
            throw unusable(name, "a text of " + least + " to " + most + " characters");
        }
        return text;
    }

    /** A text of 1 to {@code most} characters exactly as it was sent, blanks at its ends included. */
    String raw(String name, int most) {
        String text = members.path(name).asText("");
        if (!members.path(name).isTextual() || text.isEmpty() || text.length() > most) {
            throw unusable(name, "a text of 1 to " + most + " characters");
        }
        return text;
    }

    /** A password that one may choose. */
    String newPassword(String name) {
        String password = raw(name, 128);
        if (!password.matches("(?s)(?=.*\\p{L})(?=.*\\d).{8,}")) {
            throw unusable(name, "8 to 128 characters with a letter and a digit");
        }
        return password;
    }

    /** A number other than 0 with at most {@code decimals} decimals, below a billion. */
    BigDecimal decimal(String name, int decimals) {
        JsonNode node = members.path(name);
        BigDecimal value = node.isNumber() ? node.decimalValue() : BigDecimal.ZERO;
        boolean small = value.precision() - (long) value.scale() <= 9 && value.scale() <= 12;
        if (value.signum() == 0 || !small || value.stripTrailingZeros().scale() > decimals) {
            throw unusable(name, "a number other than 0 below a billion, at most " + decimals + " decimals");
        }
        return value;
    }

    long id(String name) {
        JsonNode node = members.path(name);
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw unusable(name, "a whole number");
        }
        return node.longValue();
    }

    Optional<Long> optionalId(String name) {
        return has(name) ? Optional.of(id(name)) : Optional.empty();
    }

    String optionalText(String name, String otherwise, int most) {
        return has(name) ? text(name, 0, most) : otherwise;
    }

    private static Problem unusable(String name, String expected) {
        return new Problem(422, name + " is missing or not usable (expected: " + expected + ")");
    }
}
