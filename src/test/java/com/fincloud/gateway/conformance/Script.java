package com.fincloud.gateway.conformance;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an end of a connection does, step by step. In its text a backslash makes bytes as in Java, {@code \xNN} among them, or takes the
 * next character as it is; braces hold a variable, a repeat as {@code ab*100}, or one of
 *
 * <pre>
 *   drip | pace 200 | until text | forever bytes | zeros 1000 | end | reset | silence
 * </pre>
 */
record Script(List<Step> steps) {

    private static final Pattern TOKEN = Pattern.compile("\\\\x([0-9a-fA-F]{2})|\\\\(.)|\\{([^{}]*)}|([^\\\\{}])");
    private static final Pattern REPEAT = Pattern.compile("(.+)\\*(\\d+)");

    Script {
        steps = List.copyOf(steps);
    }

    /** Reads a script, putting {@code variables} in the place of their names. */
    static Script of(String text, Map<String, String> variables) {
        List<Step> steps = new ArrayList<>();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Matcher token = TOKEN.matcher(text);
        int end = 0;
        for (; token.find() && token.start() == end; end = token.end()) {
            if (token.group(3) == null) {
                bytes.write(octet(token));
                continue;
            }
            String name = token.group(3);
            Matcher repeat = REPEAT.matcher(name);
            if (variables.containsKey(name)) {
                bytes.writeBytes(latin(variables.getOrDefault(name, "")));
            } else if (repeat.matches()) {
                bytes.writeBytes(latin(unescape(repeat.group(1)).repeat(Integer.parseInt(repeat.group(2)))));
            } else {
                flush(bytes, steps);
                steps.add(step(name));
            }
        }
        if (end != text.length()) {
            throw new IllegalArgumentException("not a script at " + end + ": " + text);
        }
        flush(bytes, steps);
        return new Script(steps);
    }

    /** Sends these bytes, one for each character. */
    static Script sending(String bytes) {
        return new Script(List.of(new Step.Send(latin(bytes))));
    }

    /** The bytes of a text without steps, one character for each. */
    static String text(String text, Map<String, String> variables) {
        StringBuilder bytes = new StringBuilder();
        for (Step step : of(text, variables).steps()) {
            if (!(step instanceof Step.Send send)) {
                throw new IllegalArgumentException("not bytes alone: " + text);
            }
            bytes.append(new String(send.bytes(), StandardCharsets.ISO_8859_1));
        }
        return bytes.toString();
    }

    private static String unescape(String text) {
        StringBuilder bytes = new StringBuilder();
        Matcher token = TOKEN.matcher(text);
        while (token.find()) {
            bytes.append(token.group(3) == null ? (char) octet(token) : token.group());
        }
        return bytes.toString();
    }

    private static int octet(Matcher token) {
        if (token.group(1) != null) {
            return Integer.parseInt(token.group(1), 16);
        }
        if (token.group(2) == null) {
            return token.group(4).charAt(0);
        }
        char escaped = token.group(2).charAt(0);
        return switch (escaped) {
            case 'r' -> '\r';
            case 'n' -> '\n';
            case 't' -> '\t';
            case '0' -> 0;
            default -> escaped;
        };
    }

    private static Step step(String text) {
        String[] words = text.split(" ", 2);
        String argument = words.length > 1 ? unescape(words[1]) : "";
        return switch (words[0]) {
            case "drip" -> new Step.Pace(0);
            case "pace" -> new Step.Pace(Long.parseLong(argument));
            case "until" -> new Step.Until(argument);
            case "forever" -> new Step.Forever(latin(argument));
            case "zeros" -> new Step.Zeros(Long.parseLong(argument));
            case "end" -> new Step.End();
            case "reset" -> new Step.Reset();
            case "silence" -> new Step.Silence();
            default -> throw new IllegalArgumentException("no step: {" + text + "}");
        };
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void flush(ByteArrayOutputStream bytes, List<Step> steps) {
        if (bytes.size() > 0) {
            steps.add(new Step.Send(bytes.toByteArray()));
            bytes.reset();
        }
    }
}
