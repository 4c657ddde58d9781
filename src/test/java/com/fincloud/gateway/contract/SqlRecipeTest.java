package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fincloud.gateway.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code docs/routes/sql.md} promises, with a real database: the libraries, the route file and the commands are the page's. */
@Tag("chaos")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SqlRecipeTest {

    private Path data;
    private ServerProcess database;
    private GatewayProcess gateway;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException, InterruptedException {
        int port = FreePort.next();
        data = folder.resolve("data");
        database = ServerProcess.start(
                        folder.resolve("database"),
                        "postgresql",
                        "PostgresServer.java",
                        Integer.toString(port),
                        data.toString())
                .awaitReady();
        for (String line : Recipe.of("sql").statements()) {
            database.send(line);
        }
        gateway = Recipe.of("sql")
                .start(
                        folder,
                        Map.of(
                                "ORDERS_DB_URL", "jdbc:postgresql://127.0.0.1:" + port + "/postgres",
                                "ORDERS_DB_USER", "reports",
                                "ORDERS_DB_PASSWORD", "reports-pass"));
    }

    @AfterAll
    void stop() throws IOException {
        gateway.close();
        kill();
    }

    /** Ends the database at once. Its first process is no child of the process that has started it. */
    private void kill() throws IOException {
        Path file = data.resolve("postmaster.pid");
        long pid = Long.parseLong(Files.readAllLines(file).get(0).strip());
        ProcessHandle first = ProcessHandle.of(pid).orElseThrow();
        List<ProcessHandle> all = new ArrayList<>(first.descendants().toList());
        all.add(first);
        all.forEach(ProcessHandle::destroyForcibly);
        await().until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
        database.kill();
        Files.delete(file);
    }

    @BeforeEach
    void awaitDatabase() {
        await().atMost(Duration.ofMinutes(1)).until(() -> get("").status() == 200);
    }

    private Http.Reply get(String query) throws IOException {
        return Http.get(gateway.port(), "/api/v1/orders" + query, Tokens.bearer());
    }

    private static String row(int id, String amount) {
        return "{\"id\":%d,\"amount\":%s,\"currency\":\"EUR\",\"placed_on\":\"2026-11-30\"}".formatted(id, amount);
    }

    /** Of 25 orders of this user, and others of other users. */
    @Test
    void aCallerReadsItsRowsPageByPage() throws IOException {
        assertThat(get("?limit=2").text()).isEqualTo("[" + row(61, "1.25") + "," + row(62, "2.50") + "]");
        assertThat(get("?limit=2&after=62").text()).isEqualTo("[" + row(63, "3.75") + "," + row(64, "5.00") + "]");
        assertThat(get("").text().split("\\{", -1)).hasSize(21);
        assertThat(get("?limit=100").text().split("\\{", -1)).hasSize(26);
        assertThat(get("?after=84").text()).isEqualTo("[" + row(85, "31.25") + "]");
        assertThat(get("?after=85").text()).isEqualTo("[]");
        assertThat(get("?after=999999999999999999").text()).isEqualTo("[]");
        assertThat(get("").value("Content-Type")).isEqualTo("application/json");
        assertThat(get("?user=1").text()).isEqualTo(get("").text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0", "limit=101", "limit=-1", "limit=1e1", "limit=", "limit=%201",
                        "limit=1;drop%20table%20orders",
                "after=-1", "after=x", "after=", "after=1%20or%201=1", "after='", "after=9999999999999999999",
                        "after=%00"
            })
    void aParameterThatIsNoNumberInItsRangeIs400(String query) throws IOException {
        assertThat(get("?" + query).status()).isEqualTo(400);
        assertThat(get("").status()).isEqualTo(200);
    }

    @Test
    void aStatementThatTakesTooLongIs504() throws IOException {
        database.send("begin");
        database.send("lock table orders in access exclusive mode");
        long start = System.nanoTime();
        Http.Reply reply = get("");
        database.send("commit");

        assertThat(reply.status()).isEqualTo(504);
        assertThat(reply.text()).isEqualTo("{\"detail\":\"The database did not answer in time\"}");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        assertThat(get("").status()).isEqualTo(200);
    }

    @Test
    void aDatabaseThatIsAwayIs503InBoundedTimeUntilItIsBack() throws Exception {
        kill();
        for (int i = 0; i < 6; i++) {
            long start = System.nanoTime();
            Http.Reply reply = get("");
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.value("Retry-After")).isEqualTo("10");
            assertThat(reply.text()).isEqualTo("{\"detail\":\"Orders are currently unavailable\"}");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        }

        database.startAgain();
        database.awaitReady();
        awaitDatabase();

        assertThat(get("?limit=1").text()).isEqualTo("[" + row(61, "1.25") + "]");
    }
}
