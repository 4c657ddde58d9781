package com.fincloud.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The documents name tests as evidence: each of them is there. */
class DocumentedTestsTest {

    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w+[a-z](?:Test|IT))(?:[.#](\\w+))?`");

    @Test
    void everyTestThatADocumentNamesIsThere() throws IOException {
        Map<String, String> tests = sources();
        List<String> missing = new ArrayList<>();

        for (Path document : documents()) {
            Matcher named = NAMED.matcher(Files.readString(document));
            while (named.find()) {
                String source = tests.get(named.group(1));
                if (source == null || (named.group(2) != null && !source.contains(" " + named.group(2) + "("))) {
                    missing.add(document + ": " + named.group());
                }
            }
        }

        assertThat(missing).isEmpty();
    }

    private static Map<String, String> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            List<Path> sources =
                    files.filter(file -> file.toString().endsWith(".java")).toList();
            return sources.stream()
                    .collect(Collectors.toMap(
                            file -> file.getFileName().toString().replace(".java", ""),
                            DocumentedTestsTest::text,
                            (first, second) -> first + second));
        }
    }

    private static List<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>();
        for (String folder : new String[] {".", "docs", "docs/routes", "routes", "bench"}) {
            try (Stream<Path> files = Files.list(Path.of(folder))) {
                files.filter(file -> file.toString().endsWith(".md")).forEach(documents::add);
            }
        }
        return documents;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(file.toString(), e);
        }
    }
}
