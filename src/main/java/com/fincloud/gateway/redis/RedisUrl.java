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
import org.jspecify.annotations.Nullable;

/**
 * The Redis of {@code REDIS_URL}: one server, a master found by sentinels, or a cluster.
 *
 * @param text the value, already checked by the settings
 * @param tls the TLS options for {@code rediss}
 * @param sentinelPassword the password of the sentinels; empty if the URL's may be theirs as well
 * @param login what the sentinels accept; null before {@link #discovered}
 * @param clusterMember whether the URL is the single address of a cluster's node, which only {@link #discovered} knows
 */
public record RedisUrl(
        String text, RedisTls tls, String sentinelPassword, @Nullable SentinelLogin login, boolean clusterMember) {

    private static final Duration CONNECT_TIMEOUT = Duration.ofMillis(500);
    private static final Duration RECONNECT = Duration.ofMillis(250);

    /** Each caller sets its own time-out. The client's timer would keep every command in memory until it fires. */
    private static final TimeoutOptions NO_TIMER =
            TimeoutOptions.builder().timeoutCommands(false).build();

    private static final Duration TOPOLOGY_REFRESH = Duration.ofSeconds(30);

    /**
     * The minimum time between two topology refreshes that nodes cause. With Lettuce's default of 30 s, a second failover would be detected
     * late.
     */
    private static final Duration REFRESH_AGAIN = Duration.ofSeconds(5);

    /** The Redis of a URL, before anything was found out about it. */
    public RedisUrl(String text, RedisTls tls, String sentinelPassword) {
        this(text, tls, sentinelPassword, null, false);
    }

    /** The Redis of a URL whose sentinels, if it has any, have no password of their own. */
    public RedisUrl(String text, RedisTls tls) {
        this(text, tls, "");
    }

    boolean isSentinel() {
        return text.startsWith("redis-sentinel:");
    }

    /** Whether the URL lists the nodes of a cluster. */
    boolean isList() {
        return text.contains(",") && !isSentinel();
    }

    RedisUrl withLogin(SentinelLogin found) {
        return new RedisUrl(text, tls, sentinelPassword, found, false);
    }

    RedisUrl asCluster() {
        return new RedisUrl(text, tls, sentinelPassword, null, true);
    }

    /**
     * Asks Redis for what the URL does not say: whether a single address belongs to a cluster, and which login the sentinels accept.
     *
     * @param timeout the time-out of each reply
     * @throws io.lettuce.core.RedisException if Redis cannot be reached, or refuses the login
     */
    public RedisUrl discovered(ClientResources resources, Duration timeout) {
        return RedisDiscovery.of(this, resources, timeout);
    }

    /** Whether it is a cluster. Then the client is a {@link RedisClusterClient}, otherwise a {@link RedisClient}. */
    public boolean isCluster() {
        return clusterMember || isList();
    }

    /** Creates the few threads of a client, which reconnects every 250 ms. The caller must shut them down. */
    public static ClientResources resources() {
        return DefaultClientResources.builder()
                .ioThreadPoolSize(2)
                .computationThreadPoolSize(2)
                .reconnectDelay(Delay.constant(RECONNECT))
                .commandLatencyRecorder(CommandLatencyRecorder.disabled()) // the limiter's meter measures round trips
                .build();
    }

    /** Stops a client's threads, within 2 s. */
    public static void shutDown(ClientResources resources) {
        resources.shutdown(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }

    /**
     * Creates a client without a connection. After the first connection it reconnects by itself. While it is disconnected, its commands
     * fail at once.
     *
     * @param timeout the default time-out for replies
     */
    public AbstractRedisClient client(ClientResources resources, Duration timeout) {
        if (isCluster()) {
            List<RedisURI> nodes = List.of(text.split(",", -1)).stream()
                    .map(node -> uri(node, timeout))
                    .toList();
            if (clusterMember) {
                nodes.forEach(node -> node.setDatabase(0)); // a cluster has no other
            }
            RedisClusterClient cluster = RedisClusterClient.create(resources, nodes);
            cluster.setOptions(ClusterClientOptions.builder()
                    .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                    .socketOptions(socket())
                    .sslOptions(tls.options())
                    .timeoutOptions(NO_TIMER)
                    // Without it the client would not detect a failover.
                    .topologyRefreshOptions(ClusterTopologyRefreshOptions.builder()
                            .enableAllAdaptiveRefreshTriggers()
                            .adaptiveRefreshTriggersTimeout(REFRESH_AGAIN)
                            .enablePeriodicRefresh(TOPOLOGY_REFRESH)
                            .build())
                    .build());
            return cluster;
        }
        return plainClient(resources, uri(timeout));
    }

    /** Creates a client for one server, or for the master that sentinels name. */
    RedisClient plainClient(ClientResources resources, RedisURI uri) {
        RedisClient single = RedisClient.create(resources, uri);
        single.setOptions(ClientOptions.builder()
                .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                .socketOptions(socket())
                .sslOptions(tls.options())
                .timeoutOptions(NO_TIMER)
                .build());
        return single;
    }

    private static SocketOptions socket() {
        return SocketOptions.builder()
                .connectTimeout(CONNECT_TIMEOUT)
                .keepAlive(true)
                .build();
    }

    /** The URL for the client, with the login for its sentinels. */
    RedisURI uri(Duration timeout) {
        RedisURI uri = uri(text, timeout);
        if (login != null) {
            login.setIn(uri);
        }
        return uri;
    }

    private static RedisURI uri(String text, Duration timeout) {
        RedisURI uri = RedisURI.create(text);
        uri.setTimeout(timeout);
        return uri;
    }

    /** Does not show the URL, because it may contain a password. */
    @Override
    public String toString() {
        return "RedisUrl[cluster=" + isCluster() + "]";
    }
}
