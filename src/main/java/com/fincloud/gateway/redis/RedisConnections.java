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
 * Spring Data's connections to what {@code REDIS_URL} names. Its own configuration would have to repeat what the URL says; here the
 * client is made from the URL itself, as the limiter's is. {@link #open} makes it, {@link #destroy} closes it.
 */
public final class RedisConnections extends LettuceConnectionFactory {

    private final RedisUrl url;
    private final Duration timeout;
    private @Nullable ClientResources resources;

    /**
     * Connections that wait for nothing longer than {@code timeout}.
     *
     * @param url what {@code REDIS_URL} names
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

    /** Only whether it is a cluster counts, and which database Spring believes to be selected: the one that is, by the URL. */
    private static RedisConfiguration kind(RedisUrl url) {
        return url.isCluster() ? new RedisClusterConfiguration() : new RedisStandaloneConfiguration();
    }

    /** Makes the client, unless that is done; it connects when it is needed. */
    public void open() {
        if (!isRunning()) {
            afterPropertiesSet();
        }
    }

    /**
     * Has whoever is master now be asked for, after a command that failed. A server that hangs never closes its connections, so after
     * a time-out they are given up, too; a cluster's other nodes say who has taken over.
     */
    @SuppressWarnings("FutureReturnValueIgnored") // the next command sees what has become of it
    public void renew(boolean timedOut) {
        if (getNativeClient() instanceof RedisClusterClient cluster) {
            cluster.refreshPartitionsAsync();
        } else if (timedOut) {
            resetConnection();
        }
    }

    @Override
    protected AbstractRedisClient createClient() {
        resources = RedisUrl.resources();
        return url.client(resources, timeout);
    }

    @Override
    public void destroy() {
        super.destroy();
        if (resources != null) {
            RedisUrl.shutDown(resources);
        }
    }
}
