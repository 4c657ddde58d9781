package com.fincloud.gateway.conformance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a message must be. Its text is the request's method and target, or the answer's status; then, after semicolons,
 *
 * <pre>
 *   Name: value    all values of this header, in order      !Name     no such header
 *   = bytes        the body                                 size N    the body's length
 *   broken         its end never came                       bodiless  no body follows, whatever the head says
 *   passed         an error of the backend's own            ~ text    the head has this text
 *   maybe          it need not come at all
 * </pre>
 */
record Expectation(
        String start,
        Map<String, List<String>> headers,
        List<String> absent,
        List<String> texts,
        @Nullable String body,
        int size,
        List<String> flags) {

    /** Reads messages that {@code &} separates, {@code -} for none. */
    static List<Expectation> all(String text, Map<String, String> variables) {
        List<Expectation> all = new ArrayList<>();
        if (!text.equals("-")) {
            for (String one : text.split(" & ", -1)) {
                all.add(of(one.strip(), variables));
            }
        }
        return List.copyOf(all);
    }

    private static Expectation of(String text, Map<String, String> variables) {
        String[] terms = text.split("; ", -1);
        Map<String, List<String>> headers = new LinkedHashMap<>();
        List<String> absent = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        List<String> flags = new ArrayList<>();
        String body = null;
        int size = -1;
        for (int i = 1; i < terms.length; i++) {
            String term = terms[i];
            if (term.startsWith("!")) {
                absent.add(term.substring(1));
            } else if (term.startsWith("=")) {
                body = Script.text(term.substring(1).stripLeading(), variables);
            } else if (term.startsWith("~ ")) {
                texts.add(Script.text(term.substring(2), variables));
            } else if (term.startsWith("size ")) {
                size = Integer.parseInt(term.substring(5));
            } else if (term.contains(":")) {
                int colon = term.indexOf(':');
                headers.computeIfAbsent(term.substring(0, colon), name -> new ArrayList<>())
                        .add(Script.text(term.substring(colon + 1).strip(), variables));
            } else if (new TreeSet<>(List.of("broken", "bodiless", "passed", "maybe")).contains(term)) {
                flags.add(term);
            } else {
                throw new IllegalArgumentException("no term: " + term);
            }
        }
        return new Expectation(Script.text(terms[0], variables), headers, absent, texts, body, size, flags);
    }

    boolean isBodiless() {
        return flags.contains("bodiless") || start.startsWith("1") || start.equals("204") || start.equals("304");
    }

    /** Whether it need not come at all. */
    boolean isOptional() {
        return flags.contains("maybe");
    }

    /** Whether the backend made this error. */
    boolean isPassed() {
        return flags.contains("passed");
    }

    /** What of this a message is not; empty when it is all of it. */
    List<String> unmet(Message message, String messageStart) {
        List<String> unmet = new ArrayList<>();
        if (!messageStart.equals(start)) {
            unmet.add("starts with " + messageStart + ", not " + start);
        }
        headers.forEach((name, values) -> {
            if (!message.values(name).equals(values)) {
                unmet.add(name + " is " + message.values(name) + ", not " + values);
            }
        });
        absent.stream()
                .filter(name -> !message.values(name).isEmpty())
                .forEach(name -> unmet.add(name + " is " + message.values(name) + ", and should not be there"));
        String head = String.join("\r\n", message.headers());
        texts.stream().filter(text -> !head.contains(text)).forEach(text -> unmet.add("the head has no " + text));
        if (body != null && !message.text().equals(body)) {
            unmet.add("the body is " + message.text() + ", not " + body);
        }
        if (size >= 0 && message.body().length != size) {
            unmet.add("the body has " + message.body().length + " bytes, not " + size);
        }
        if (message.complete() == flags.contains("broken")) {
            unmet.add(message.complete() ? "complete, and should have broken off" : "broken off");
        }
        return unmet;
    }
}
