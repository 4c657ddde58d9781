package com.fincloud.gateway.redis;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Spring Data connections to the Redis of {@code REDIS_URL}. Spring's configuration properties would repeat the parts of the URL; here the
 * client is created from the URL itself, as for the limiter. {@link #open} creates it, {@link #destroy} closes it.
 */
public final class RedisConnections extends LettuceConnectionFactory {

    private volatile RedisUrl url;
    private final Duration timeout;
    private @Nullable ClientResources resources;
    private volatile boolean destroyed;

    /**
     * Creates connections with this time-out for connecting and for replies.
     *
     * @param url the Redis to connect to
     */
    public RedisConnections(RedisUrl url, Duration timeout) {
        super(
                kind(url),
                LettuceClientConfiguration.builder()
                        .commandTimeout(timeout)
                        .shutdownTimeout(Duration.ZERO)
                        .build());
        this.url = url;
        this.timeout = timeout;
    }

    /** Spring needs to know only whether it is a cluster, and which database is selected. The URL selects the database. */
    private static RedisConfiguration kind(RedisUrl url) {
        return url.isCluster() ? new RedisClusterConfiguration() : new RedisStandaloneConfiguration();
    }

    /**
     * Creates the client if it does not exist. It connects on first use.
     *
     * @throws io.lettuce.core.RedisException if it cannot be found out what Redis the URL means
     */
    public void open() {
        if (destroyed) {
            throw new IllegalStateException("the gateway ends");
        }
        if (!isRunning()) {
            url = url.discovered(resources(), timeout);
            afterPropertiesSet();
        }
    }

    /** A single address may turn out to be a node of a cluster. */
    @Override
    public boolean isClusterAware() {
        return url.isCluster();
    }

    private synchronized ClientResources resources() {
        ClientResources known = resources;
        if (known == null) {
            known = RedisUrl.resources();
            resources = known;
        }
        return known;
    }

    /**
     * Looks up the current master after a failed command. A hanging server never closes its connections, so after a time-out they are
     * closed as well. In a cluster the other nodes know the new master.
     */
    @SuppressWarnings("FutureReturnValueIgnored") // the next command sees the result
    public void renew(boolean timedOut) {
        if (getNativeClient() instanceof RedisClusterClient cluster) {
            cluster.refreshPartitionsAsync();
        } else if (timedOut) {
            resetConnection();
        }
    }

    @Override
    protected AbstractRedisClient createClient() {
        return url.client(resources(), timeout);
    }

    @Override
    public void destroy() {
        destroyed = true;
        super.destroy();
        if (resources != null) {
            RedisUrl.shutDown(resources);
        }
    }
}
