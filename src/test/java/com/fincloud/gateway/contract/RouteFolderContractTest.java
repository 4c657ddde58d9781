package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contract 11.2 at start and 11.3: a broken file costs its own routes, says where and why, and the others serve. */
class RouteFolderContractTest {

    private static final String XMLNS = "xmlns=\"http://camel.apache.org/schema/xml-io\"";

    private static RecordingBackend backend;
    private static TestGateway gateway;
    private static JsonNode health;

    private static String backendRoute(String id, String... parameters) {
        StringBuilder file = new StringBuilder("<templatedRoutes " + XMLNS + ">\n  <templatedRoute"
                + " routeTemplateRef=\"backend\" routeId=\"" + id + "\">\n");
        for (int i = 0; i < parameters.length; i += 2) {
            file.append("    <parameter name=\"")
                    .append(parameters[i])
                    .append("\" value=\"")
                    .append(parameters[i + 1])
                    .append("\"/>\n");
        }
        return file.append("  </templatedRoute>\n</templatedRoutes>\n").toString();
    }

    @BeforeAll
    static void start() throws IOException {
        backend = new RecordingBackend();
        String url = backend.url();
        gateway = TestGateway.builder()
                .backend(backend)
                .routes(Map.ofEntries(
                        Map.entry("good.xml", backendRoute("good", "path", "/good", "service", "good", "url", url)),
                        Map.entry("dots.v2.xml", backendRoute("dots", "path", "/dots", "service", "d", "url", url)),
                        Map.entry("xml.xml", "<routes " + XMLNS + ">\n  <route id=\"x\">\n</routes>"),
                        Map.entry("empty.xml", ""),
                        Map.entry(
                                "component.xml",
                                "<routes " + XMLNS + ">\n<route id=\"c\"><from uri=\"platform-http:/c\"/>"
                                        + "<to uri=\"nosuch:thing\"/></route></routes>"),
                        Map.entry("missing.xml", backendRoute("missing", "path", "/missing", "url", url)),
                        Map.entry(
                                "typo.xml",
                                backendRoute("typo", "path", "/t", "service", "t", "url", url, "timout", "5")),
                        Map.entry(
                                "value.xml",
                                backendRoute("value", "path", "/v", "service", "v", "url", url, "timeout", "soon")),
                        Map.entry(
                                "limit.xml",
                                backendRoute("limit", "path", "/l", "service", "l", "url", url, "limitPerMinute", "0")),
                        Map.entry("url.xml", backendRoute("url", "path", "/u", "service", "u", "url", "ftp://x")),
                        Map.entry("zzz-id.xml", backendRoute("good", "path", "/z", "service", "z", "url", url)),
                        Map.entry("zzz-path.xml", backendRoute("other", "path", "/good", "service", "z", "url", url)),
                        Map.entry(
                                "yaml.yaml",
                                "- route:\n    id: y\n    from:\n      uri: platform-http:/y\n      steps:\n"
                                        + "        - nosuchstep: 1\n"),
                        Map.entry("notes.txt", "no route file")))
                .start();
        health = new ObjectMapper()
                .readTree(Http.get(gateway.port(), "/api/v1/health/detailed").text());
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
        backend.close();
    }

    private static JsonNode file(String name) {
        for (JsonNode route : health.get("routes")) {
            if (route.get("file").asText().equals(name)) {
                return route;
            }
        }
        throw new AssertionError(name + " is not reported in " + health);
    }

    @ParameterizedTest
    @CsvSource({
        "xml.xml, 3, ''",
        "empty.xml, 0, empty",
        "component.xml, 2, nosuch",
        "missing.xml, 2, service",
        "typo.xml, 6, timout",
        "value.xml, 6, timeout=soon",
        "limit.xml, 6, limitPerMinute=0",
        "url.xml, 5, url=ftp://x",
        "zzz-id.xml, 2, id good is taken by route 'good'",
        "zzz-path.xml, 3, path /good (GET) is taken",
        "yaml.yaml, 6, nosuchstep"
    })
    void aBrokenFileSaysWhereAndWhy(String name, int line, String reason) {
        JsonNode route = file(name);

        assertThat(route.get("status").asText()).isEqualTo("rejected");
        assertThat(route.get("error").asText()).contains(reason).doesNotContain("Exception", "\n");
        if (line > 0) {
            assertThat(route.get("line").asInt()).isEqualTo(line);
        }
    }

    @Test
    void theOtherFilesServeAndHealthIsDegraded() throws IOException {
        assertThat(Http.get(gateway.port(), "/good/x", Tokens.bearer()).text()).isEqualTo("ok");
        assertThat(file("good.xml").get("status").asText()).isEqualTo("loaded");
        assertThat(health.get("status").asText()).isEqualTo("degraded");
        assertThat(Http.get(gateway.port(), "/c", Tokens.bearer()).status()).isEqualTo(404);
        assertThat(Http.get(gateway.port(), "/z", Tokens.bearer()).status()).isEqualTo(404);
    }

    @Test
    void aNameMayHaveMoreDotsThanThatOfItsEnding() throws IOException {
        assertThat(file("dots.v2.xml").get("status").asText()).isEqualTo("loaded");
        assertThat(Http.get(gateway.port(), "/dots/x", Tokens.bearer()).text()).isEqualTo("ok");
    }

    @Test
    void aMissingFolderLeavesTheGatewaysOwnPages() throws IOException {
        try (TestGateway bare = TestGateway.builder()
                .backend(backend)
                .with("ROUTES_DIR", "no/such/folder")
                .start()) {
            assertThat(Http.get(bare.port(), "/health").status()).isEqualTo(200);
            assertThat(Http.get(bare.port(), "/api/v1/budget/x", Tokens.bearer())
                            .status())
                    .isEqualTo(404);
        }
    }
}
