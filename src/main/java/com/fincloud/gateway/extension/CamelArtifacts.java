package com.fincloud.gateway.extension;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * The artifacts of Camel that the gateway does not have, by what they bring, as Camel's catalog has them: {@code component kafka
 * camel-kafka}. They are read only for the message about a file that needs one.
 */
public final class CamelArtifacts {

    /** What an artifact brings. */
    public enum Kind {
        COMPONENT("component "),
        LANGUAGE("language "),
        DATA_FORMAT("dataformat ");

        private final String row;

        Kind(String row) {
            this.row = row;
        }
    }

    private static final String LIST = "camel-artifacts.txt";

    private CamelArtifacts() {}

    /** What to do to get the part {@code name}, with a blank in front; empty if Camel has no such part. */
    public static String toAdd(Kind kind, String name) {
        String artifact = rows().get(kind.row + name);
        return artifact == null
                ? ""
                : " (expected: " + artifact
                        + " in extensions/pom.xml, then ./mvnw -f extensions/pom.xml package and a restart)";
    }

    private static Map<String, String> rows() {
        Map<String, String> rows = new HashMap<>();
        try (InputStream in = CamelArtifacts.class.getResourceAsStream(LIST)) {
            if (in == null) {
                throw new IllegalStateException("the jar has no " + LIST);
            }
            new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))
                    .lines()
                    .forEach(row -> {
                        int end = row.lastIndexOf(' ');
                        rows.put(row.substring(0, end), row.substring(end + 1));
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }
}
