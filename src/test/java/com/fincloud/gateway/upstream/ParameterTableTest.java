package com.fincloud.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The documentation's table of the template's parameters says what the gateway knows, in its order. */
class ParameterTableTest {

    private static final String HEAD = "| parameter | meaning | default |";

    @ParameterizedTest
    @ValueSource(strings = {"routes/README.md"})
    void theTableHasEveryParameterWithItsMeaningAndDefault(String file) throws IOException {
        List<String> lines = Files.readAllLines(Path.of(file), StandardCharsets.UTF_8);
        int first = lines.indexOf(HEAD) + 2;
        assertThat(first).as("%s has no line %s", file, HEAD).isGreaterThan(1);

        List<String> rows = lines.subList(first, lines.size()).stream()
                .takeWhile(line -> line.startsWith("|"))
                .toList();

        assertThat(rows)
                .containsExactlyElementsOf(BackendParameters.ALL.stream()
                        .map(parameter -> "| `" + parameter.name() + "` | " + parameter.meaning() + " | "
                                + parameter.shownDefault() + " |")
                        .toList());
    }
}
