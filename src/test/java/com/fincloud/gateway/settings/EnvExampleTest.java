package com.fincloud.gateway.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code .env.example} tells an operator of each variable: a comment, and below it the variable with its default. */
class EnvExampleTest {

    /** Read by {@code docker-compose.yml} alone. */
    private static final String COMPOSE_ONLY = "REDIS_PASSWORD";

    private static final Pattern ENTRY = Pattern.compile("(# ?)?([A-Z][A-Z0-9_]*)=(.*)");
    private static final Pattern COMMENT = Pattern.compile("# [^\\s=].*");
    private static final Pattern HEADING = Pattern.compile("## \\S.*");

    private final List<String> lines;

    EnvExampleTest() throws IOException {
        lines = Files.readAllLines(Path.of(".env.example"));
    }

    private static boolean isEntry(String line) {
        return ENTRY.matcher(line).matches();
    }

    private static boolean isComment(String line) {
        return COMMENT.matcher(line).matches() && !isEntry(line);
    }

    private Map<String, List<Matcher>> entries() {
        Map<String, List<Matcher>> entries = new LinkedHashMap<>();
        for (String line : lines) {
            Matcher entry = ENTRY.matcher(line);
            if (entry.matches()) {
                entries.computeIfAbsent(entry.group(2), name -> new ArrayList<>())
                        .add(entry);
            }
        }
        return entries;
    }

    @Test
    void itListsEveryVariableAndNoOther() {
        assertThat(entries().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(Arrays.stream(Variable.values()).map(Variable::name), Stream.of(COMPOSE_ONLY))
                                .toList());
    }

    @ParameterizedTest
    @EnumSource
    void aVariableStandsThereOnceWithItsDefault(Variable variable) {
        assertThat(entries().get(variable.name())).singleElement().satisfies(entry -> {
            assertThat(entry.group(3)).isEqualTo(variable.defaultValue());
            assertThat(entry.group(1))
                    .as("commented out, so that a copy of the file changes nothing")
                    .isNotNull();
        });
    }

    @Test
    void aPasswordHasNoDefault() {
        assertThat(entries().get(COMPOSE_ONLY)).singleElement().satisfies(entry -> {
            assertThat(entry.group(1)).isNull();
            assertThat(entry.group(3)).isEmpty();
        });
    }

    @Test
    void oneCommentStandsAboveEachVariable() {
        for (int i = 0; i < lines.size(); i++) {
            if (isEntry(lines.get(i))) {
                String line = lines.get(i);
                assertThat(i).as(line).isGreaterThanOrEqualTo(2);
                assertThat(lines.get(i - 1)).as("above " + line).matches(EnvExampleTest::isComment);
                assertThat(lines.get(i - 2))
                        .as("two above " + line)
                        .matches(above -> above.isEmpty() || isEntry(above));
            }
        }
    }

    @Test
    void nothingElseStandsThereButHeadings() {
        for (int i = 1; i < lines.size(); i++) {
            String line = lines.get(i);
            String next = i + 1 < lines.size() ? lines.get(i + 1) : "";
            boolean heading = HEADING.matcher(line).matches() && next.isEmpty();
            boolean comment = isComment(line) && isEntry(next);
            assertThat(line.isEmpty() || heading || comment || isEntry(line))
                    .as("line %d: %s", i + 1, line)
                    .isTrue();
        }
        assertThat(lines.get(0)).matches(EnvExampleTest::isComment);
    }

    @Test
    void theGatewayWouldStartWithIt() {
        Map<String, String> values = new HashMap<>();
        entries().forEach((name, entries) -> values.put(name, entries.get(0).group(3)));

        GatewaySettings settings = SettingsReader.read(name -> values.getOrDefault(name, ""), "");

        assertThat(settings.redisUrl()).isEqualTo(Variable.REDIS_URL.defaultValue());
    }
}
