package com.fincloud.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Formats what a gateway remembers of a request that failed. */
final class FailureText {

    private FailureText() {}

    /** The lines about each request of an answer of {@code /actuator/failures/ID}. */
    static List<String> lines(JsonNode answer) {
        List<String> lines = new ArrayList<>();
        for (JsonNode failure : answer.path("failures")) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            add(failure, lines);
        }
        return lines.stream().map(FailureText::plain).toList();
    }

    private static void add(JsonNode failure, List<String> lines) {
        lines.add(text(failure, "method") + " " + text(failure, "path"));
        lines.add("request:  " + text(failure, "request_id") + ", "
                + ago(failure.path("seconds_ago").asLong()) + ", at " + text(failure, "at"));
        lines.add("answer:   " + text(failure, "status") + " " + text(failure, "error"));
        lines.add("reason:   " + text(failure, "error_type") + and(": ", failure, "reason")
                + and(", ", failure, "exception"));
        lines.add("failed:   in the " + text(failure, "stage")
                + (failure.path("filters_passed").asBoolean() ? ", after all filters had passed" : ""));
        lines.add("caller:   " + (known(failure, "user_id") ? "user " + text(failure, "user_id") : "no valid token")
                + ", from " + text(failure, "client_ip"));
        if (known(failure, "roles_asked")) {
            lines.add("roles:    the route asks for " + text(failure, "roles_asked") + ", the caller has "
                    + (known(failure, "roles_of_caller") ? text(failure, "roles_of_caller") : "none"));
        }
        route(failure, lines);
        calls(failure, lines);
        for (JsonNode time : failure.path("times")) {
            String millis =
                    String.format(Locale.ROOT, "%10.2f ms  ", time.path("ms").asDouble());
            lines.add(millis + time.path("event").asText());
        }
        lines.add("next:     " + text(failure, "advice"));
    }

    private static void route(JsonNode failure, List<String> lines) {
        if (known(failure, "route_id")) {
            lines.add("route:    " + text(failure, "route_id")
                    + (known(failure, "file")
                            ? " (" + text(failure, "file") + and(":", failure, "line") + ")"
                            : " (the gateway's own)")
                    + and(", path ", failure, "route_path"));
        }
        if (known(failure, "step")) {
            lines.add("step:     " + text(failure, "step") + and(" at ", failure, "step_source"));
        }
        failure.path("circuits")
                .properties()
                .forEach(circuit -> lines.add("circuit:  " + circuit.getKey() + " was "
                        + circuit.getValue().asText().replace('_', ' ')));
    }

    private static void calls(JsonNode failure, List<String> lines) {
        int number = 0;
        for (JsonNode call : failure.path("calls")) {
            number++;
            double took =
                    call.path("ended_ms").asDouble() - call.path("began_ms").asDouble();
            lines.add("call " + number + ":   " + text(call, "service") + " at " + text(call, "instance") + ": "
                    + text(call, "result").replace('_', ' ') + and(" ", call, "status")
                    + (known(call, "ended_ms") ? String.format(Locale.ROOT, " after %.2f ms", took) : ""));
        }
    }

    /** A time for people. */
    static String ago(long seconds) {
        if (seconds < 60) {
            return seconds + " s ago";
        }
        if (seconds < 3600) {
            return seconds / 60 + " min ago";
        }
        return seconds < 172_800 ? seconds / 3600 + " h ago" : seconds / 86_400 + " days ago";
    }

    private static boolean known(JsonNode node, String field) {
        return node.hasNonNull(field) && !node.path(field).asText().isEmpty();
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asText();
    }

    private static String and(String before, JsonNode node, String field) {
        return known(node, field) ? before + text(node, field) : "";
    }

    /** A text without characters that could steer a terminal. */
    static String plain(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints().forEach(c -> plain.appendCodePoint(Character.isISOControl(c) ? '?' : c));
        return plain.toString();
    }
}
