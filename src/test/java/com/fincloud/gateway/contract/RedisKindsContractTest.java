package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fincloud.gateway.ratelimit.redis.RedisWindows;
import com.fincloud.gateway.ratelimit.window.Limits;
import com.fincloud.gateway.redis.RedisConnections;
import com.fincloud.gateway.redis.RedisTls;
import com.fincloud.gateway.redis.RedisUrl;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.data.redis.connection.RedisConnection;

/** Sentinels with and without a password, and a cluster that is named by one address. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisKindsContractTest {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final List<RedisNode> nodes = new ArrayList<>();
    private RedisNode openSentinel;
    private RedisNode sharedSentinel;
    private RedisNode ownSentinel;
    private RedisNode cluster;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        RedisNode master = node(folder, List.of("save \"\""));
        master.tell("ACL", "SETUSER", "gateway", "on", ">data", "~*", "&*", "+@all");
        openSentinel = sentinel(folder, master);
        sharedSentinel = sentinel(folder, master);
        ownSentinel = sentinel(folder, master);
        cluster = node(folder, List.of("save \"\"", "cluster-enabled yes", "cluster-config-file one.conf"));
        cluster.tell("CLUSTER", RedisCluster.slots(0, 1));
        await().until(() -> cluster.tell("CLUSTER", "INFO").contains("cluster_state:ok"));
        master.tell("CONFIG", "SET", "requirepass", "data");
        sharedSentinel.tell("ACL", "SETUSER", "default", "resetpass", ">data");
        ownSentinel.tell("ACL", "SETUSER", "default", "resetpass", ">sentinel");
    }

    private RedisNode node(Path folder, List<String> configuration, String... arguments) throws IOException {
        RedisNode node = new RedisNode(folder, configuration, arguments);
        nodes.add(node);
        return node;
    }

    private RedisNode sentinel(Path folder, RedisNode master) throws IOException {
        return node(folder, List.of("sentinel monitor fincloud 127.0.0.1 %d 2".formatted(master.port())), "--sentinel");
    }

    @AfterAll
    void stop() {
        nodes.forEach(RedisNode::close);
    }

    private RedisNode sentinel(String kind) {
        return switch (kind) {
            case "open" -> openSentinel;
            case "shared" -> sharedSentinel;
            default -> ownSentinel;
        };
    }

    private static RedisUrl url(String login, RedisNode sentinel, String password) {
        return new RedisUrl(
                "redis-sentinel://" + login + "@127.0.0.1:" + sentinel.port() + "/4#fincloud",
                RedisTls.OF_JDK,
                password);
    }

    private static void assertCounts(RedisUrl url) throws Exception {
        try (RedisWindows windows = new RedisWindows(url, RedisWindows.LONGEST_TIMEOUT, () -> {})) {
            await().ignoreExceptions().untilAsserted(() -> {
                windows.connect();
                assertThat(windows.admit("user:1", new Limits(1000, 1000), 1).allowed())
                        .isTrue();
            });
        }
        RedisConnections connections = new RedisConnections(url, PATIENCE);
        try {
            await().ignoreExceptions()
                    .until(
                            () -> { // a sentinel may end a connection at any time, and is asked again
                                connections.open();
                                return true;
                            });
            try (RedisConnection connection = connections.getConnection()) {
                assertThat(connection.serverCommands().time()).isPositive();
                connection.keyCommands().exists(new byte[] {'x'});
            }
        } finally {
            connections.destroy();
        }
    }

    @ParameterizedTest
    @CsvSource({
        ":data, open, ''",
        ":data, shared, ''",
        ":data, own, sentinel",
        "gateway:data, open, ''",
        "gateway:data, shared, ''",
        "gateway:data, own, sentinel"
    })
    void sentinelsGetTheirPasswordOrTheUrlsOrNone(String login, String sentinel, String password) throws Exception {
        assertCounts(url(login, sentinel(sentinel), password));
    }

    @Test
    void aWrongSentinelPasswordIsTheReasonThatIsTold() {
        try (RedisWindows windows =
                new RedisWindows(url(":data", ownSentinel, "wrong-password"), RedisWindows.LONGEST_TIMEOUT, () -> {})) {
            assertThatThrownBy(windows::connect)
                    .hasMessageContaining("WRONGPASS")
                    .hasMessageNotContaining("wrong-password");
        }
    }

    @Test
    void oneAddressOfAClusterIsEnough() throws Exception {
        assertCounts(new RedisUrl("redis://127.0.0.1:" + cluster.port(), RedisTls.OF_JDK));
        assertCounts(new RedisUrl("redis://127.0.0.1:" + cluster.port() + "/4", RedisTls.OF_JDK));
    }

    @Test
    void aGatewayLimitsOverTheClusterAndReadsRevocationsOverSentinels() throws IOException {
        try (TestGateway gateway = TestGateway.builder()
                .with("RATE_LIMIT_ENABLED", "true")
                .with("REDIS_URL", "redis://127.0.0.1:" + cluster.port() + "/4")
                .with("REVOCATION_REDIS_URL", url(":data", ownSentinel, "").text())
                .with("REDIS_SENTINEL_PASSWORD", "sentinel")
                .start()) {
            await().untilAsserted(() -> assertThat(
                            Http.get(gateway.port(), "/api/v1/health/detailed").text())
                    .contains(
                            "\"redis\":{\"status\":\"healthy\",\"rate_limiting\":\"redis\"}",
                            "\"revocations\":{\"status\":\"current\""));
        }
    }
}
