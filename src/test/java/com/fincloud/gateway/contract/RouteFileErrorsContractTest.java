package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Contract 11.2: what is said of a broken route file tells where it is broken, what was expected, and what was perhaps meant. */
class RouteFileErrorsContractTest {

    private static TestGateway gateway;
    private static final Map<String, JsonNode> REPORTS = new LinkedHashMap<>();

    @BeforeAll
    static void start() throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        files().forEach(file -> texts.put(file.name(), file.text()));
        gateway = TestGateway.builder().routes(texts).start();
        JsonNode health = new ObjectMapper()
                .readTree(Http.get(gateway.port(), "/api/v1/health/detailed").text());
        health.get("routes").forEach(route -> REPORTS.put(route.get("file").asText(), route));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    static List<BrokenRouteFiles> files() {
        return BrokenRouteFiles.all();
    }

    private static JsonNode report(BrokenRouteFiles file) {
        return REPORTS.getOrDefault(file.name(), MissingNode.getInstance());
    }

    @ParameterizedTest
    @MethodSource("files")
    void theReasonSaysWhatIsWrong(BrokenRouteFiles file) {
        String reason = report(file).path("error").asText();

        assertThat(report(file).path("status").asText()).isEqualTo("rejected");
        assertThat(reason).contains(file.words());
        String ours = reason.replaceAll("there is no class '[^']*'", ""); // the author's own word
        assertThat(ours).doesNotContainPattern("(?<!on)Exception|org\\.|java\\.|com\\.fincloud|\\R");
    }

    @ParameterizedTest
    @MethodSource("files")
    void thePlaceIsExact(BrokenRouteFiles file) {
        JsonNode report = report(file);

        String place =
                report.path("line").asText() + ":" + report.path("column").asText();

        assertThat(place).isEqualTo(file.place().equals("-") ? ":" : file.place());
    }

    @ParameterizedTest
    @MethodSource("files")
    void theHintIsTheNearestValidName(BrokenRouteFiles file) {
        assertThat(report(file).path("hint").asText("")).isEqualTo(file.hint());
    }
}
