package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contract 6.8: a service's name gets another address. The JDK reads names from a file that the test rewrites. */
class NameChangeContractTest {

    private static Path folder;
    private static RecordingBackend first;
    private static RecordingBackend second;
    private static GatewayProcess gateway;

    @BeforeAll
    static void start(@TempDir Path temporary) throws IOException {
        folder = temporary;
        first = backend(1, 0);
        second = backend(2, first.port());
        resolve("127.0.0.1 budget.test");
        gateway = GatewayProcess.withProperty(
                folder.resolve("log"),
                "jdk.net.hosts.file=" + folder.resolve("hosts"),
                Map.of(
                        "BUDGET_SERVICE_URL",
                        "http://budget.test:" + first.port(),
                        "PORTFOLIO_SERVICE_URL",
                        first.url(),
                        "NOTIFICATION_SERVICE_URL",
                        first.url(),
                        "RATE_LIMIT_ENABLED",
                        "false",
                        "DNS_TTL",
                        "0.5",
                        "BACKEND_CONNECTION_MAX_AGE",
                        "1"));
        gateway.awaitReady();
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
        first.close();
        second.close();
    }

    private static RecordingBackend backend(int last, int port) throws IOException {
        return new RecordingBackend(
                new ServerSocket(port, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last})));
    }

    private static void resolve(String lines) throws IOException {
        Path next = folder.resolve("next");
        Files.writeString(next, "127.0.0.1 localhost\n" + lines + "\n");
        Files.move(next, folder.resolve("hosts"), StandardCopyOption.REPLACE_EXISTING);
    }

    private static int call() throws IOException {
        return Http.get(gateway.port(), "/api/v1/budgets", Tokens.bearer()).status();
    }

    @Test
    void trafficFollowsTheNameWhetherTheOldAddressLivesOrNot() throws Exception {
        assertThat(call()).isEqualTo(200);
        assertThat(first.requests()).hasSize(1);

        resolve("127.0.0.2 budget.test"); // the old address lives
        await().atMost(Duration.ofSeconds(20))
                .until(() -> call() == 200 && !second.requests().isEmpty());

        first.close();
        resolve("127.0.0.3 budget.test\n127.0.0.2 budget.test"); // one of two refuses
        for (int i = 0; i < 5; i++) {
            assertThat(call()).isEqualTo(200);
        }

        int port = first.port();
        second.close();
        first = backend(1, port);
        resolve("127.0.0.1 budget.test"); // the old addresses are dead
        await().atMost(Duration.ofSeconds(6))
                .pollInterval(Duration.ofMillis(300)) // five failures would open the circuit
                .until(() -> call() == 200);
    }
}
