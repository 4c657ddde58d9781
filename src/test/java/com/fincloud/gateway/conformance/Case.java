package com.fincloud.gateway.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One line of a table: a fact, what the client sends, what the backend must see, what it answers (left out: 200 and "ok"), and what the
 * client must get, in columns with {@code |} between them.
 *
 * <p>The client's column may end in {@code ; closed}: then the gateway must end the connection, and the next request goes over a new
 * one; else it goes over the same.
 *
 * @param id a segment that all paths of the case have, so that a backend knows whose a request is
 */
record Case(
        String fact,
        String id,
        Script sends,
        List<Expectation> seen,
        @Nullable Script answers,
        List<Expectation> gets,
        boolean closed) {

    private static final String CLOSED = "; closed";

    /** The cases of a table. */
    static List<Case> read(String table, Target target) {
        List<Case> cases = new ArrayList<>();
        List<String> lines = lines(table);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                try {
                    cases.add(of(line, table.replaceAll("\\W", "") + (i + 1), target));
                } catch (RuntimeException e) {
                    throw new IllegalArgumentException(table + ":" + (i + 1) + ": " + e.getMessage(), e);
                }
            }
        }
        return cases;
    }

    private static Case of(String line, String id, Target target) {
        String[] columns = line.split("\\s+\\|\\s+", -1);
        if (columns.length < 4 || columns.length > 5) {
            throw new IllegalArgumentException(columns.length + " columns");
        }
        Map<String, String> variables = new HashMap<>();
        String api = target.clientPath() + "/" + id;
        variables.put("api", api);
        variables.put("path", target.backendPath() + "/" + id);
        variables.put("scheme", target.scheme());
        variables.put("host", "Host: gateway.example\r\n");
        variables.put("auth", target.headers());
        variables.put("head", "Host: gateway.example\r\n" + target.headers());
        variables.put("next", "GET " + api + "/next HTTP/1.1\r\nHost: gateway.example\r\n" + target.headers() + "\r\n");
        String gets = columns[columns.length - 1];
        boolean closed = gets.endsWith(CLOSED);
        String replies = closed ? gets.substring(0, gets.length() - CLOSED.length()) : gets;
        return new Case(
                columns[0],
                id,
                Script.of(columns[1], variables),
                Expectation.all(columns[2], variables),
                columns.length == 5 ? Script.of(columns[3], variables) : null,
                Expectation.all(replies, variables),
                closed);
    }

    private static List<String> lines(String table) {
        try (InputStream in = Objects.requireNonNull(Case.class.getResourceAsStream(table + ".txt"), table)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return fact;
    }
}
