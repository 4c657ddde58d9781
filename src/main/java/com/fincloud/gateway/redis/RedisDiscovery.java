package com.fincloud.gateway.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.sentinel.api.StatefulRedisSentinelConnection;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks Redis for what its URL does not say: whether a single address belongs to a cluster, and which login the sentinels accept. It opens
 * a connection for that and closes it.
 */
final class RedisDiscovery {

    private RedisDiscovery() {}

    /**
     * The URL with what was found out.
     *
     * @throws RedisException if neither Redis nor a sentinel can be reached, or each login is refused
     */
    static RedisUrl of(RedisUrl url, ClientResources resources, Duration timeout) {
        if (url.isSentinel()) {
            return url.withLogin(login(url, resources, timeout));
        }
        return url.isList() || !isCluster(url, resources, timeout) ? url : url.asCluster();
    }

    private static boolean isCluster(RedisUrl url, ClientResources resources, Duration timeout) {
        RedisURI uri = url.uri(timeout);
        uri.setDatabase(0); // a cluster has no other, and refuses to select one
        try (RedisClient client = url.plainClient(resources, uri);
                StatefulRedisConnection<String, String> connection = client.connect()) {
            return isCluster(connection.sync());
        }
    }

    /** {@code HELLO} (Redis 6) needs no permission. Older servers have no permissions, so {@code INFO} is allowed. */
    private static boolean isCluster(RedisCommands<String, String> redis) {
        try {
            List<Object> hello = redis.dispatch(CommandType.HELLO, new NestedMultiOutput<>(StringCodec.UTF8));
            int mode = hello.indexOf("mode");
            return mode >= 0 && mode + 1 < hello.size() && "cluster".equals(hello.get(mode + 1));
        } catch (RedisCommandExecutionException e) {
            return informed(redis);
        }
    }

    private static boolean informed(RedisCommands<String, String> redis) {
        try {
            return redis.info("cluster").contains("cluster_enabled:1");
        } catch (RedisCommandExecutionException e) {
            return false; // a proxy that speaks only a part of the protocol
        }
    }

    /** The first login that a sentinel accepts. A sentinel that cannot be reached decides nothing. */
    private static SentinelLogin login(RedisUrl url, ClientResources resources, Duration timeout) {
        RedisException failure = new RedisException("the URL names no sentinel");
        for (SentinelLogin candidate : SentinelLogin.candidates(url.uri(timeout), url.sentinelPassword())) {
            RedisURI uri = url.uri(timeout);
            candidate.setIn(uri);
            List<RedisURI> sentinels = List.copyOf(uri.getSentinels());
            try (RedisClient client = url.plainClient(resources, uri)) {
                for (RedisURI sentinel : sentinels) {
                    uri.getSentinels().clear();
                    uri.getSentinels().add(sentinel);
                    RedisException refused = refusal(client, uri);
                    if (refused == null) {
                        return candidate;
                    }
                    failure = refused;
                }
            }
        }
        throw failure;
    }

    /** Why the only sentinel of a URL does not answer; null if it does. */
    private static @Nullable RedisException refusal(RedisClient client, RedisURI uri) {
        try (StatefulRedisSentinelConnection<String, String> connection = client.connectSentinel(uri)) {
            connection.sync().getMasterAddrByName(String.valueOf(uri.getSentinelMasterId()));
            return null;
        } catch (RedisException e) {
            return e;
        }
    }
}
