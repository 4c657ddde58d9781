package com.fincloud.gateway.routefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fincloud.gateway.Mutations;
import com.fincloud.gateway.routefile.bean.FileBeans;
import com.fincloud.gateway.routefile.check.Components;
import com.fincloud.gateway.routefile.check.Inspection;
import com.fincloud.gateway.routefile.syntax.Finding;
import com.fincloud.gateway.routefile.syntax.RouteFileContents;
import com.fincloud.gateway.routefile.syntax.RouteFileException;
import com.fincloud.gateway.routefile.syntax.RouteFileText;
import com.fincloud.gateway.routefile.trial.RouteFileCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.apache.camel.impl.DefaultCamelContext;

/** Contract 11.2: whatever somebody saves as a route file, it is accepted or refused with a reason, and soon. */
class RouteFilePropertyTest {

    private static final String SEED = "20260301";
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private static final String YAML =
            """
            - beans:
                - name: shout
                  type: java.lang.StringBuilder
            - route:
                id: a
                from:
                  uri: platform-http:/api/v1/a
                  parameters:
                    httpMethodRestrict: GET
                  steps:
                    - choice:
                        when:
                          - simple: "${header.x} == 'y'"
                            steps:
                              - setBody: { constant: "é ü" }
                        otherwise:
                          steps:
                            - to: direct:b
            - from:
                uri: direct:b
                steps:
                  - log: &text "{{BUDGET_SERVICE_URL}}"
                  - log: *text
            - templatedRoute:
                routeTemplateRef: backend
                parameters:
                  - name: path
                    value: /c
            """;

    private static final FileBeans BEANS = new FileBeans();
    private static final DefaultCamelContext LIVE = new DefaultCamelContext();

    @BeforeContainer
    static void start() {
        LIVE.start();
    }

    @AfterContainer
    static void stop() {
        LIVE.stop();
    }

    /** What is wrong with the file by the checks in front of Camel. */
    private static List<Finding> inspect(RouteFileText file) {
        try {
            return new Inspection(LIVE, BEANS, new Components(LIVE)).of(RouteFileContents.of(file));
        } catch (RouteFileException e) {
            return e.findings();
        }
    }

    private static void assertInside(RouteFileText file, List<Finding> findings) {
        int lines = file.text().split("\r\n|\r|\n", -1).length; // Java's XML parser counts a lone CR too
        for (Finding finding : findings) {
            assertThat(finding.reason()).isNotBlank();
            assertThat(finding.line()).as(finding.reason()).isBetween(0, lines);
            assertThat(finding.column())
                    .as(finding.reason())
                    .isBetween(0, file.text().length() + 1);
        }
    }

    @Property(tries = 1500, seed = SEED, edgeCases = EdgeCasesMode.NONE)
    void aChangedFileIsInspectedToTheEnd(@ForAll("changed") RouteFileText file) {
        assertInside(file, assertTimeoutPreemptively(LONGEST, () -> inspect(file)));
    }

    @Property(tries = 500, seed = SEED)
    void anyTextIsInspectedToTheEnd(@ForAll String text, @ForAll("names") String name) {
        RouteFileText file = new RouteFileText(name, text);

        assertInside(file, assertTimeoutPreemptively(LONGEST, () -> inspect(file)));
    }

    @Property(tries = 150, seed = SEED, edgeCases = EdgeCasesMode.NONE)
    void aChangedFileIsRehearsedOrRefused(@ForAll("changed") RouteFileText file) {
        RouteFileCheck dryRun = new RouteFileCheck(LIVE, BEANS, scratch -> Map.of());

        assertTimeoutPreemptively(LONGEST, () -> {
            try {
                assertThat(dryRun.check(file).routes()).isNotEmpty();
            } catch (RouteFileException e) {
                assertThat(e.findings()).isNotEmpty();
                assertInside(file, e.findings());
            }
        });
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.of("a.xml", "a.yaml");
    }

    @Provide
    Arbitrary<RouteFileText> changed() throws IOException {
        return Arbitraries.of(goodFiles()).flatMap(file -> Mutations.of(
                        file.text(),
                        "<",
                        ">",
                        "/>",
                        "</",
                        "\"",
                        "'",
                        "&",
                        "&amp;",
                        "&x;",
                        "<!--",
                        "-->",
                        "<![CDATA[",
                        "]]>",
                        "<!DOCTYPE a>",
                        "<?x",
                        "{{",
                        "}}",
                        "${",
                        "#",
                        ":",
                        "?",
                        "- ",
                        "\n",
                        "\t",
                        "  ",
                        "*text",
                        "&text",
                        "|",
                        "\u0000",
                        "\ufeff",
                        "\ud83d\ude00",
                        "http:",
                        "file:",
                        "/api/v1/a")
                .map(text -> new RouteFileText(file.name(), text)));
    }

    private static List<RouteFileText> goodFiles() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("routes"))) {
            Stream<RouteFileText> xml = files.filter(file -> file.toString().endsWith(".xml"))
                    .sorted()
                    .map(RouteFileText::read);
            return Stream.concat(xml, Stream.of(new RouteFileText("a.yaml", YAML), new RouteFileText("b.yaml", YAML)))
                    .toList();
        }
    }
}
