package com.fincloud.gateway.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fincloud.gateway.auth.token.TokenFault;
import com.fincloud.gateway.metrics.request.Outcome;
import com.fincloud.gateway.routefile.FileEvent;
import com.fincloud.gateway.upstream.client.UpstreamResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The values of tags that docs/metrics.md lists are those that a gateway can give. */
class DocumentedWordsTest {

    private static final Pattern WORD = Pattern.compile("`([a-z_]+)`");

    /** The words in the first column of the table that begins with {@code header}. */
    private static Set<String> column(String header) throws IOException {
        List<String> lines = Files.readAllLines(Path.of("docs/metrics.md"));
        int from = lines.indexOf(header) + 2;
        Set<String> words = new TreeSet<>();
        for (String line : lines.subList(from, lines.size())) {
            if (!line.startsWith("|")) {
                break;
            }
            WORD.matcher(line.split("\\|", 3)[1]).results().forEach(word -> words.add(word.group(1)));
        }
        return words;
    }

    @Test
    void theOutcomesAreAllOfThem() throws IOException {
        assertThat(column("| `outcome` | the answer is |"))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Outcome.values()).map(Outcome::word).toList());
    }

    @Test
    void theReasonsAreAllOfThem() throws IOException {
        assertThat(column("| `reason` | the token |"))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(TokenFault.values()).map(TokenFault::word).toList());
    }

    @Test
    void theResultsAndEventsAreAllOfThem() throws IOException {
        Stream<String> words = Stream.concat(
                Arrays.stream(UpstreamResult.values()).map(UpstreamResult::word),
                Arrays.stream(FileEvent.values()).map(FileEvent::word));

        assertThat(Files.readString(Path.of("docs/metrics.md")))
                .contains(words.map(word -> "`" + word + "`").toList());
    }
}
