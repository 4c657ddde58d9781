package com.fincloud.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A reader who follows a link of the documentation arrives, and finds every page from the index. */
class DocumentLinksTest {

    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern CODE = Pattern.compile("(?s)```.*?```|`[^`\n]*`");
    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N} _-]");

    private static List<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>();
        for (String folder : new String[] {"", "docs", "docs/routes", "routes", "bench"}) {
            try (Stream<Path> files = Files.list(Path.of(folder))) {
                files.filter(file -> file.toString().endsWith(".md")).forEach(documents::add);
            }
        }
        return documents;
    }

    private static String withoutCode(Path document) throws IOException {
        return CODE.matcher(Files.readString(document)).replaceAll("");
    }

    @Test
    void everyLinkLeadsToAFileAndAHeading() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path document : documents()) {
            Matcher link = LINK.matcher(withoutCode(document));
            while (link.find()) {
                String target = link.group(1);
                if (!target.matches("[a-z]+:.*") && !leadsSomewhere(document, target)) {
                    broken.add(document + ": " + target);
                }
            }
        }

        assertThat(broken).isEmpty();
    }

    private static boolean leadsSomewhere(Path document, String target) throws IOException {
        String[] parts = target.split("#", 2);
        Path folder = document.getParent() == null ? Path.of("") : document.getParent();
        Path file = parts[0].isEmpty() ? document : folder.resolve(parts[0]).normalize();
        return Files.exists(file) && (parts.length == 1 || anchors(file).contains(parts[1]));
    }

    /** The anchors of a page's headings, as GitHub makes them. */
    private static List<String> anchors(Path file) throws IOException {
        Map<String, Integer> seen = new HashMap<>();
        List<String> anchors = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith("#")) {
                String words = NO_WORD.matcher(line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
                        .replaceAll("");
                String anchor = words.replace(' ', '-');
                int before = seen.merge(anchor, 1, Integer::sum) - 1;
                anchors.add(before == 0 ? anchor : anchor + "-" + before);
            }
        }
        return anchors;
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs", "docs/routes"})
    void theIndexNamesEveryPage(String folder) throws IOException {
        String index = Files.readString(Path.of(folder, "README.md"));
        try (Stream<Path> pages = Files.list(Path.of(folder))) {
            assertThat(pages.map(page -> page.getFileName().toString())
                            .filter(name -> name.endsWith(".md") && !name.equals("README.md"))
                            .filter(name -> !index.contains("](" + name)))
                    .isEmpty();
        }
    }

    @Test
    void everyPageBeginsWithItsReaders() throws IOException {
        List<String> without = new ArrayList<>();
        for (Path document : documents()) {
            boolean reader = Files.readAllLines(document).stream().limit(8).anyMatch(line -> line.startsWith("For "));
            if (!reader && document.startsWith("docs")) {
                without.add(document.toString());
            }
        }

        assertThat(without).isEmpty();
    }
}
