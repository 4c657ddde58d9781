package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The ACL users that {@code docs/redis.md} tells operators to make are enough, and Redis refuses the gateway nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisPermissionsContractTest {

    private final String exp = Long.toString(Instant.now().getEpochSecond() + 600);

    private RedisNode single;
    private RedisNode cluster;
    private RedisNode sentinel;
    private RecordingBackend backend;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        backend = new RecordingBackend();
        single = new RedisNode(folder, List.of("save \"\""));
        sentinel = new RedisNode(
                folder, List.of("sentinel monitor fincloud 127.0.0.1 %d 1".formatted(single.port())), "--sentinel");
        cluster = new RedisNode(folder, List.of("save \"\"", "cluster-enabled yes", "cluster-config-file one.conf"));
        cluster.tell("CLUSTER", RedisCluster.slots(0, 1));
        await().until(() -> cluster.tell("CLUSTER", "INFO").contains("cluster_state:ok"));
        for (String line : documented()) {
            String[] words = line.split(" ");
            Object[] arguments = List.of(words).subList(1, words.length).toArray();
            if (line.contains("sentinel|")) {
                sentinel.tell(words[0], arguments);
            } else if (line.contains(" clustered ")) {
                cluster.tell(words[0], arguments);
            } else {
                single.tell(words[0], arguments);
            }
        }
    }

    @AfterAll
    void stop() throws IOException {
        single.close();
        cluster.close();
        sentinel.close();
        backend.close();
    }

    /** The commands of the page that make users. */
    private static List<String> documented() throws IOException {
        List<String> commands = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("docs/redis.md"))) {
            if (line.startsWith("ACL SETUSER ")) {
                commands.add(line);
            }
        }
        assertThat(commands).hasSize(5);
        return commands;
    }

    private static void assertWell(TestGateway gateway) throws IOException {
        await().untilAsserted(() -> {
            assertThat(Http.get(gateway.port(), "/api/v1/health/detailed").text())
                    .contains(
                            "\"redis\":{\"status\":\"healthy\",\"rate_limiting\":\"redis\"}",
                            "\"revocations\":{\"status\":\"current\"");
            assertThat(Http.get(gateway.port(), "/api/v1/budget/x", Tokens.bearer())
                            .status())
                    .isEqualTo(200);
        });
    }

    private int status(TestGateway gateway, String id) throws IOException {
        String token = Tokens.sign("{\"sub\":\"42\",\"type\":\"access\",\"exp\":%s,\"jti\":\"%s\"}".formatted(exp, id));
        return Http.get(gateway.port(), "/api/v1/budget/x", "Authorization: Bearer " + token)
                .status();
    }

    @Test
    void aLimitersUserAndARevocationsUserAreEnough() throws IOException {
        try (TestGateway gateway = TestGateway.builder()
                        .backend(backend)
                        .with("RATE_LIMIT_ENABLED", "true")
                        .with(
                                "REDIS_URL",
                                "redis-sentinel://limiter:change-me@127.0.0.1:" + sentinel.port() + "/4#fincloud")
                        .with("REVOCATION_REDIS_URL", "redis://revocations:change-me@127.0.0.1:" + single.port() + "/4")
                        .start();
                Issuer issuer = new Issuer("redis://issuer:change-me@127.0.0.1:" + single.port() + "/4")) {
            assertWell(gateway);
            issuer.revoke("jti", "acl", "exp", exp);
            issuer.writeOnly("jti", "old", "exp", "1000"); // an expired entry, which the gateway deletes

            await().until(() -> status(gateway, "acl") == 401);
            assertThat(single.list("ACL", "LOG")).isEmpty();
            assertThat(sentinel.list("ACL", "LOG")).isEmpty();
        }
    }

    @Test
    void oneUserForBothIsEnoughInACluster() throws IOException {
        try (TestGateway gateway = TestGateway.builder()
                .backend(backend)
                .with("RATE_LIMIT_ENABLED", "true")
                .with("REDIS_URL", "redis://clustered:change-me@127.0.0.1:" + cluster.port())
                .start()) {
            assertWell(gateway);
            assertThat(cluster.list("ACL", "LOG")).isEmpty();
        }
    }
}
