package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A gateway with a heap of 256 MB between many clients with large heads, and backends that send as much as they may and then nothing. */
@Tag("chaos")
class ClientsAndBackendsTest {

    private static final int CALLS = 2200;
    private static final int LARGE = 22_000;
    private static final String FIELDS = ("X-Field: " + "v".repeat(40) + "\n").repeat(400);
    private static final String TINY = "a:\n".repeat(480);
    private static final String TRAILERS = "Transfer-Encoding: chunked\n\n2\nok\n0\n";

    /** What a backend sends of its answer; each is within the bounds of one answer. */
    private static String beginning(String kind) {
        return "HTTP/1.1 200 OK\n"
                + switch (kind) {
                    case "fields" -> FIELDS;
                    case "tiny fields" -> TINY;
                    case "one line" -> "X: " + "v".repeat(23_000);
                    case "trailers" -> TRAILERS + FIELDS;
                    case "a head and a body without end" -> FIELDS + "Content-Length: 9\n\nok";
                    default -> "";
                };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"nothing", "fields", "tiny fields", "one line", "trailers", "a head and a body without end"})
    void noNumberOfThemEndsTheGateway(String kind, @TempDir Path folder) throws Exception {
        List<Http> clients = new ArrayList<>();
        try (SlowHeadBackend backend = new SlowHeadBackend(beginning(kind));
                TestRedis redis = new TestRedis();
                GatewayProcess gateway = new GatewayProcess(
                        folder.resolve("log"),
                        "256m",
                        Map.of(
                                "BUDGET_SERVICE_URL",
                                backend.url(),
                                "PORTFOLIO_SERVICE_URL",
                                backend.url(),
                                "NOTIFICATION_SERVICE_URL",
                                backend.url(),
                                "MAX_CALLS_PER_SERVICE",
                                "5000",
                                "REQUEST_TIMEOUT",
                                "600",
                                "REDIS_URL",
                                redis.url(),
                                "RATE_LIMIT_PER_MINUTE",
                                "1000000",
                                "RATE_LIMIT_PER_HOUR",
                                "1000000"))) {
            gateway.awaitReady();
            for (int i = 0; i < CALLS; i++) {
                String request = "GET /api/v1/budget/x HTTP/1.1\r\nHost: x\r\n" + Tokens.bearer() + "\r\nX-Large: "
                        + "c".repeat(i % 4 == 0 ? LARGE : 20) + "\r\n\r\n";
                Http client = new Http(gateway.port());
                clients.add(client);
                client.write(request);
                if (i % 100 == 0) {
                    isHealthy(gateway);
                }
            }
            await().atMost(Duration.ofSeconds(20))
                    .pollDelay(Duration.ofSeconds(3))
                    .until(() -> true);
            isHealthy(gateway);
            for (Http client : clients) {
                client.close();
            }
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> gateway.metric("gateway_backend_connections\\{\\S*state=\"leased\"") == 0);
            isHealthy(gateway);
            assertThat(gateway.isAlive()).isTrue();
            assertThat(gateway.logLines()).noneMatch(line -> line.contains("OutOfMemoryError"));
        }
    }

    /** The best of some tries: the machine may be busy. */
    private static void isHealthy(GatewayProcess gateway) throws IOException {
        Duration best = Duration.ofDays(1);
        for (int i = 0; i < 5 && best.compareTo(Duration.ofSeconds(1)) > 0; i++) {
            long began = System.nanoTime();
            assertThat(Http.get(gateway.port(), "/health").status()).isEqualTo(200);
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            best = took.compareTo(best) < 0 ? took : best;
        }
        assertThat(best).isLessThan(Duration.ofSeconds(3));
    }
}
