package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.cluster.SlotHash;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Contract 5.1 and 5.8 under load while Redis masters are killed, stand still, hand over and lose slots: no request fails, and no user
 * gets more than the limit in any 60 s. The gateway is the jar that {@code ./mvnw package} has made.
 */
@Tag("chaos")
class RedisFailoverTest {

    private static final Logger LOG = LoggerFactory.getLogger(RedisFailoverTest.class);
    private static final int USERS = 12;
    private static final int LIMIT = 120;
    private static final String SOMEBODY = "user:1";
    private static final Duration PAUSE = Duration.ofMillis(30);

    /** As it should be for a limiter; Redis has 30 s with sentinels and 15 s in a cluster where nothing else is said. */
    private static final Duration DEAD_AFTER = Duration.ofSeconds(2);

    private enum Kind {
        SENTINELS,
        CLUSTER
    }

    private final Path folder;

    RedisFailoverTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private RedisGroup redis(Kind kind) throws IOException {
        return kind == Kind.CLUSTER ? new RedisCluster(folder, DEAD_AFTER) : new RedisSentinels(folder, DEAD_AFTER);
    }

    private GatewayProcess gateway(String name, RedisGroup redis, RecordingBackend backend) throws IOException {
        GatewayProcess gateway = GatewayProcess.ofJar(
                        folder.resolve(name + ".log"),
                        Map.of(
                                "REDIS_URL", redis.url(),
                                "BUDGET_SERVICE_URL", backend.url(),
                                "RATE_LIMIT_PER_MINUTE", Integer.toString(LIMIT),
                                "RATE_LIMIT_PER_HOUR", "100000",
                                "SHUTDOWN_DELAY", "0"))
                .awaitReady();
        awaitRedis(gateway);
        return gateway;
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(40)).ignoreExceptions();
    }

    private static void awaitRedis(GatewayProcess gateway) {
        soon().until(() -> gateway.metric("gateway_limiter_degraded(?!_)") == 0);
    }

    private static void awaitSuccessor(RedisGroup redis, RedisNode of) {
        soon().until(() -> redis.master(SOMEBODY) != of);
    }

    @ParameterizedTest
    @EnumSource
    void aMasterIsKilled(Kind kind) throws Exception {
        try (RedisGroup redis = redis(kind)) {
            whileUsersCall("killed", redis, gateway -> {
                RedisNode master = redis.master(SOMEBODY);
                master.kill();
                awaitSuccessor(redis, master);
                awaitRedis(gateway);
                master.startAgain();
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void aMasterStandsStill(Kind kind) throws Exception {
        try (RedisGroup redis = redis(kind)) {
            whileUsersCall("standing still", redis, gateway -> {
                RedisNode master = redis.master(SOMEBODY);
                master.pause(true);
                awaitSuccessor(redis, master);
                awaitRedis(gateway);
                aRevocationIsHeardOf("meanwhile", redis, gateway);
                master.pause(false);
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void aMasterHandsOver(Kind kind) throws Exception {
        try (RedisGroup redis = redis(kind)) {
            whileUsersCall("handing over", redis, gateway -> {
                RedisNode master = redis.master(SOMEBODY);
                redis.awaitReplicas();
                redis.handOver(master);
                awaitSuccessor(redis, master);
                awaitRedis(gateway);
            });
        }
    }

    @Test
    void slotsMoveToAnotherMaster() throws Exception {
        try (RedisCluster redis = new RedisCluster(folder, DEAD_AFTER)) {
            whileUsersCall("slots moving", redis, gateway -> {
                for (int user = 1; user <= USERS; user++) {
                    RedisNode from = redis.master("user:" + user);
                    RedisNode to = redis.nodes().get(from == redis.nodes().get(0) ? 1 : 0);
                    redis.move(SlotHash.getSlot("user:" + user), from, to);
                }
            });
        }
    }

    /** Two instances without Redis count apart, so a user gets twice the limit at most; each still holds it by itself. */
    @ParameterizedTest
    @EnumSource
    void withTwoInstancesAUserGetsTheLimitOfEachAtMost(Kind kind) throws Exception {
        try (RedisGroup redis = redis(kind);
                RecordingBackend backend = new RecordingBackend();
                GatewayProcess first = gateway("first", redis, backend);
                GatewayProcess second = gateway("second", redis, backend)) {
            AtomicInteger calls = new AtomicInteger();
            try (LimitedUsers users = new LimitedUsers(
                    () -> calls.incrementAndGet() % 2 == 0 ? first.port() : second.port(), USERS, PAUSE)) {
                users.newConnectionEachTime();
                soon().until(() -> users.fewest() > LIMIT / 4);
                RedisNode master = redis.master(SOMEBODY);
                master.kill();
                awaitSuccessor(redis, master);
                awaitRedis(first);
                await().atMost(Duration.ofSeconds(100)).until(() -> users.requests() > 5L * LIMIT * USERS);
                users.stop();
                LOG.info("{}, two instances: {}, most in a minute {}", kind, users.counts(), users.mostInAMinute());
                assertThat(users.counts()).containsOnlyKeys("200", "429");
                assertThat(users.mostInAMinute()).isBetween(LIMIT, 2 * LIMIT);
            }
        }
    }

    /** What happens to Redis. */
    private interface Event {
        void happens(GatewayProcess gateway) throws Exception;
    }

    private void whileUsersCall(String what, RedisGroup redis, Event event) throws Exception {
        try (RecordingBackend backend = new RecordingBackend();
                GatewayProcess gateway = gateway("gateway", redis, backend);
                LimitedUsers users = new LimitedUsers(gateway::port, USERS, PAUSE)) {
            double before = gateway.metric("gateway_limiter_degraded_seconds_total");
            soon().until(() -> users.fewest() > LIMIT / 3);
            event.happens(gateway);
            aRevocationIsHeardOf("afterwards", redis, gateway);
            // Past the first minute, so that windows slide over the failover.
            await().atMost(Duration.ofSeconds(100)).until(() -> users.fewest() > LIMIT + LIMIT / 3);
            users.stop();
            report(what, redis, users, gateway.metric("gateway_limiter_degraded_seconds_total") - before);
            assertThat(users.counts()).containsOnlyKeys("200", "429");
            assertThat(users.mostInAMinute()).isEqualTo(LIMIT);
            assertThat(gateway.logLines()).noneMatch(line -> line.contains("stack_trace"));
        }
    }

    private static void report(String what, RedisGroup redis, LimitedUsers users, double degraded) {
        LOG.info(
                "{} {}: {}, p99 {} ms, longest {} ms, without Redis {} s, most in a minute {} of {}",
                redis.getClass().getSimpleName(),
                what,
                users.counts(),
                users.percentile(0.99).toMillis(),
                users.percentile(1).toMillis(),
                String.format(Locale.ROOT, "%.1f", degraded),
                users.mostInAMinute(),
                LIMIT);
    }

    private static void aRevocationIsHeardOf(String id, RedisGroup redis, GatewayProcess gateway) throws IOException {
        String exp = Long.toString(Instant.now().getEpochSecond() + 600);
        String token = "Authorization: Bearer "
                + Tokens.sign("{\"sub\":\"4242\",\"type\":\"access\",\"exp\":%s,\"jti\":\"%s\"}".formatted(exp, id));
        assertThat(Http.get(gateway.port(), "/api/v1/budget/x", token).status()).isEqualTo(200);
        soon().until(() -> redis.revoke(id, exp));
        soon().until(() -> Http.get(gateway.port(), "/api/v1/budget/x", token).status() == 401);
    }
}
