package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No folder has more routes than the heap has room for, however small its files are: a gateway that is full goes on serving. */
class RouteBoundsContractTest {

    private static final int MOST = 128 * 1024 * 1024 / (128 * 1024);

    private static String route(String id, String answer) {
        return "<route id='" + id + "'><from uri='platform-http:/many/" + id + "'/><setBody><constant>" + answer
                + "</constant></setBody></route>";
    }

    private static void write(Path folder, String name, int count, String answer) throws IOException {
        StringBuilder routes = new StringBuilder("<routes>");
        for (int i = 0; i < count; i++) {
            routes.append(route(name + i, answer));
        }
        Files.writeString(folder.resolve(name + ".xml"), routes.append("</routes>"));
    }

    private static Http.Reply get(GatewayProcess gateway, String id) throws IOException {
        return Http.get(gateway.port(), "/many/" + id, Tokens.bearer());
    }

    @Test
    void whatTheHeapHasNoRoomForIsRejected(@TempDir Path folder, @TempDir Path logs) throws IOException {
        write(folder, "a", 1, "first");
        StringBuilder yaml = new StringBuilder();
        for (int i = 0; i < MOST; i++) {
            yaml.append("- \"from\" : {uri: 'platform-http:/yaml/").append(i).append("', steps: [{stop: {}}]}\n");
        }
        Files.writeString(folder.resolve("b.yaml"), yaml);
        write(folder, "c", MOST, "never");
        for (int i = 0; i < 30; i++) {
            write(folder, "d" + i, 10, "first");
        }
        try (GatewayProcess gateway =
                new GatewayProcess(logs.resolve("log"), "128m", Map.of("ROUTES_DIR", folder.toString())).awaitReady()) {
            assertThat(get(gateway, "a0").text()).isEqualTo("first");
            assertThat(get(gateway, "c0").status()).isEqualTo(404);
            assertThat(get(gateway, "d299").text()).isEqualTo("first");
            assertThat(Http.get(gateway.port(), "/api/v1/health/detailed").text())
                    .containsPattern(
                            "the heap of the gateway has room for (99\\d|1024) routes"); // the collector takes its part

            for (int i = 0; i < 30; i++) {
                write(folder, "d" + i, 10, "second");
            }
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(get(gateway, "d299").text()).isEqualTo("second"));
            assertThat(gateway.isAlive()).isTrue();
            assertThat(gateway.logLines()).noneMatch(line -> line.contains("OutOfMemoryError"));
        }
    }
}
