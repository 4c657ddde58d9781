package com.fincloud.gateway.redis;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What {@code REDIS_URL} names: one server, the server that sentinels name, or the nodes of a cluster.
 *
 * @param text the value, which was checked when the settings were read
 * @param tls what counts where it is {@code rediss}
 */
public record RedisUrl(String text, RedisTls tls) {

    private static final Duration CONNECT_TIMEOUT = Duration.ofMillis(500);
    private static final Duration RECONNECT = Duration.ofMillis(250);

    /** Whoever waits for an answer says for how long; the client's own timer would keep every command until it fires. */
    private static final TimeoutOptions NO_TIMER =
            TimeoutOptions.builder().timeoutCommands(false).build();

    private static final Duration TOPOLOGY_REFRESH = Duration.ofSeconds(30);

    /** So soon after a refresh that a node gave reason for there may be another one; with Lettuce's 30 s a second failover waits. */
    private static final Duration REFRESH_AGAIN = Duration.ofSeconds(5);

    /** Whether it is a cluster; the client is a {@link RedisClusterClient} then, and a {@link RedisClient} otherwise. */
    public boolean isCluster() {
        return text.contains(",") && !text.startsWith("redis-sentinel:");
    }

    /** A client's threads, few of them; it reconnects every 250 ms. Whoever asks for them shuts them down. */
    public static ClientResources resources() {
        return DefaultClientResources.builder()
                .ioThreadPoolSize(2)
                .computationThreadPoolSize(2)
                .reconnectDelay(Delay.constant(RECONNECT))
                .commandLatencyRecorder(CommandLatencyRecorder.disabled()) // the limiter's meter has what counts
                .build();
    }

    /** Ends a client's threads, within 2 s. */
    public static void shutDown(ClientResources resources) {
        resources.shutdown(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }

    /**
     * A client that has not connected yet. Once it has, it reconnects by itself, and its commands fail at once in the meantime.
     *
     * @param timeout how long it waits for an answer where nothing else is said
     */
    public AbstractRedisClient client(ClientResources resources, Duration timeout) {
        SocketOptions socket = SocketOptions.builder()
                .connectTimeout(CONNECT_TIMEOUT)
                .keepAlive(true)
                .build();
        if (isCluster()) {
            List<RedisURI> nodes = List.of(text.split(",", -1)).stream()
                    .map(node -> uri(node, timeout))
                    .toList();
            RedisClusterClient cluster = RedisClusterClient.create(resources, nodes);
            cluster.setOptions(ClusterClientOptions.builder()
                    .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                    .socketOptions(socket)
                    .sslOptions(tls.options())
                    .timeoutOptions(NO_TIMER)
                    // Without it the client never learns that a replica took over.
                    .topologyRefreshOptions(ClusterTopologyRefreshOptions.builder()
                            .enableAllAdaptiveRefreshTriggers()
                            .adaptiveRefreshTriggersTimeout(REFRESH_AGAIN)
                            .enablePeriodicRefresh(TOPOLOGY_REFRESH)
                            .build())
                    .build());
            return cluster;
        }
        RedisClient single = RedisClient.create(resources, uri(text, timeout));
        single.setOptions(ClientOptions.builder()
                .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                .socketOptions(socket)
                .sslOptions(tls.options())
                .timeoutOptions(NO_TIMER)
                .build());
        return single;
    }

    private static RedisURI uri(String text, Duration timeout) {
        RedisURI uri = RedisURI.create(text);
        uri.setTimeout(timeout);
        return uri;
    }

    /** The text has the password. */
    @Override
    public String toString() {
        return "RedisUrl[cluster=" + isCluster() + "]";
    }
}
