package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The list of routes on the management port, and the count of route files among the metrics. */
class RoutesEndpointContractTest {

    private static Path folder = Path.of("");
    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        folder = Command.folder(Map.of(
                "shop.xml",
                        Command.backend(
                                "shop",
                                "/api/v1/shop",
                                "roles",
                                "buyer",
                                "limitPerMinute",
                                "5",
                                "timeout",
                                "2",
                                "methods",
                                "GET,PUT"),
                "slip.xml", Command.backend("slip", "/api/v1/slip", "timout", "5", "retrys", "1")));
        gateway = TestGateway.builder().changing(folder).start();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static JsonNode routes() throws IOException {
        return new ObjectMapper()
                .readTree(Http.get(gateway.managementPort(), "/actuator/routes").text());
    }

    private static JsonNode route(String id) throws IOException {
        for (JsonNode route : routes().get("routes")) {
            if (route.get("id").asText().equals(id)) {
                return route;
            }
        }
        return MissingNode.getInstance();
    }

    private static String metrics() throws IOException {
        return Http.get(gateway.managementPort(), "/actuator/prometheus").text();
    }

    @Test
    void aRouteSaysWhatItServesAndWhatItAsks() throws IOException {
        assertThat(route("shop"))
                .hasToString(
                        "{\"id\":\"shop\",\"path\":\"/api/v1/shop/**\",\"methods\":[\"GET\",\"PUT\"],\"service\":\"shop\","
                                + "\"access\":\"role buyer\",\"limits\":\"5/min\",\"timeout\":\"2\",\"maxBody\":10485760,"
                                + "\"file\":\"shop.xml\",\"status\":\"serving\"}");
    }

    @Test
    void theGatewaysOwnRoutesAreListedToo() throws IOException {
        assertThat(route("gateway-health").path("access").asText()).isEqualTo("public");
    }

    @Test
    void aRejectedFileSaysEverythingThatIsWrongWithIt() throws IOException {
        JsonNode rejected = routes().get("rejected");

        assertThat(rejected).hasSize(2);
        assertThat(rejected.get(0).get("file").asText()).isEqualTo("slip.xml");
        assertThat(rejected.get(0).get("line").asInt()).isEqualTo(6);
        assertThat(rejected.get(0).get("column").asInt()).isEqualTo(22);
        assertThat(rejected.get(0).get("error").asText()).contains("no parameter 'timout'");
        assertThat(rejected.get(0).get("hint").asText()).isEqualTo("timeout");
        assertThat(rejected.get(1).get("hint").asText()).isEqualTo("retries");
    }

    @Test
    void theGaugeCountsFilesByStatus() throws IOException {
        assertThat(metrics())
                .contains("gateway_route_files{status=\"loaded\"} 1.0", "gateway_route_files{status=\"rejected\"} 1.0");
    }

    @Test
    void aRouteWhoseFileIsBrokenNowServesItsPreviousVersion() throws IOException {
        DeployedFile.put(folder, "late.xml", Command.backend("late", "/api/v1/late"));
        await().until(() -> route("late").path("status").asText().equals("serving"));

        DeployedFile.put(folder, "late.xml", "<routes>");

        await().until(() -> route("late").path("status").asText().equals("previous version"));
        Files.delete(folder.resolve("late.xml"));
        await().until(() -> route("late").isMissingNode());
    }

    @Test
    void clientsDoNotSeeTheList() throws IOException {
        assertThat(Http.get(gateway.port(), "/actuator/routes", Tokens.bearer()).status())
                .isEqualTo(404);
    }
}
