package com.fincloud.gateway.growth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every regular expression of the gateway stands in {@code patterns.txt} with the reason why no text makes it slow: a line is a file,
 * the call as the source has it with single blanks, and the reason, with {@code " | "} between them.
 */
class PatternListTest {

    /** {@code HttpToken.matches} is no regular expression: it compares each character once. */
    private static final Pattern CALL = Pattern.compile("Pattern\\.compile\\(|(?<!\\bHttpToken)\\."
            + "(?:matches|replaceAll|replaceFirst|split)\\(|new Scanner\\(");

    private static final String WHAT_TO_DO =
            "a regular expression without a line in patterns.txt: read the text by index if a client, a backend, an issuer"
                    + " or a route file can make it long; else add a line that says why its time grows with the text only";

    private static Set<String> inTheSource() throws IOException {
        Set<String> calls = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(file -> collect(file, calls));
        }
        return calls;
    }

    private static void collect(Path file, Set<String> calls) {
        try {
            String source = Files.readString(file);
            Matcher call = CALL.matcher(source);
            while (call.find()) {
                String text = source.substring(call.start(), end(source, call.end()))
                        .replaceAll("\\s+", " ")
                        .replace("( ", "(");
                if (!text.equals(".matches()")) { // of a Matcher, whose pattern stands elsewhere
                    calls.add(file.getFileName() + " | " + text);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What follows the parenthesis that closes the one before {@code from}. */
    private static int end(String source, int from) {
        int depth = 1;
        char quote = 0;
        int at = from;
        for (; depth > 0; at++) {
            char c = source.charAt(at);
            if (quote != 0) {
                at += c == '\\' ? 1 : 0;
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else {
                depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            }
        }
        return at;
    }

    private static Set<String> listed() throws IOException {
        Set<String> calls = new TreeSet<>();
        byte[] list = Objects.requireNonNull(PatternListTest.class.getResourceAsStream("patterns.txt"))
                .readAllBytes();
        for (String line : new String(list, StandardCharsets.UTF_8).split("\n", -1)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                int reason = line.lastIndexOf(" | ");
                assertThat(line.substring(reason + 3))
                        .as("the reason of " + line)
                        .hasSizeGreaterThan(10);
                calls.add(line.substring(0, reason));
            }
        }
        return calls;
    }

    @Test
    void everyPatternHasAReason() throws IOException {
        Set<String> unknown = inTheSource();
        unknown.removeAll(listed());

        assertThat(unknown).as(WHAT_TO_DO).isEmpty();
    }

    @Test
    void everyReasonHasAPattern() throws IOException {
        Set<String> gone = listed();
        gone.removeAll(inTheSource());

        assertThat(gone)
                .as("lines of patterns.txt whose pattern is gone: remove them")
                .isEmpty();
    }
}
