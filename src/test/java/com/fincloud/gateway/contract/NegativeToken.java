package com.fincloud.gateway.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code negative-tokens.txt}, which says what the columns mean.
 *
 * @param where the gateways that must refuse it
 */
record NegativeToken(
        List<String> where, String what, String header, String claims, String signed, String sent, String answer) {

    private static final String TABLE = "negative-tokens.txt";

    /** The whole table. */
    static List<NegativeToken> all() {
        return table().lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(NegativeToken::row)
                .toList();
    }

    /** A token without a fault, to be sure that nothing but its fault makes a row's token fail. */
    static NegativeToken faultless() {
        return row("all | nothing | - | - | - | - | ");
    }

    private static NegativeToken row(String line) {
        String[] columns =
                Arrays.stream(line.split("\\|", -1)).map(String::strip).toArray(String[]::new);
        if (columns.length != 7) {
            throw new IllegalStateException(columns.length + " columns in: " + line);
        }
        return new NegativeToken(
                List.of(columns[0].split(",", -1)),
                columns[1],
                columns[2].equals("-") ? "{HEAD}" : columns[2],
                columns[3].equals("-") ? "{ID,EXP}" : columns[3],
                columns[4],
                columns[5].equals("-") ? "Bearer H.C.S" : columns[5],
                columns[6]);
    }

    boolean isFor(String gateway) {
        return where.contains(gateway)
                || where.contains("all")
                || (where.contains("public") && !gateway.equals("HS256"));
    }

    /** The sentence that answers it. */
    String detail() {
        return switch (answer) {
            case "missing" -> "Missing authentication token";
            case "invalid" -> "Invalid or expired token";
            case "type" -> "Invalid token type. Access token required";
            case "payload" -> "Invalid token payload";
            case "subject" -> "Invalid user ID in token";
            default -> throw new IllegalStateException(answer + " is no answer");
        };
    }

    private static String table() {
        try (@Nullable InputStream in = NegativeToken.class.getResourceAsStream(TABLE)) {
            if (in == null) {
                throw new IllegalStateException(TABLE + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return what;
    }
}
