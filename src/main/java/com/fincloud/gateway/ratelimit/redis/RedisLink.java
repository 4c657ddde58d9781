package com.fincloud.gateway.ratelimit.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateAdapter;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.codec.StringCodec;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A connection to Redis.
 *
 * @param calls sends script calls over the connection
 * @param servers returns the server that decides for a client: its id in a cluster, otherwise the only server
 * @param overdue ends calls that get no reply
 */
record RedisLink(
        StatefulConnection<String, String> connection,
        Consumer<ScriptCall> calls,
        UnaryOperator<String> servers,
        CommandTimeouts overdue)
        implements AutoCloseable {

    /**
     * Connects to the single server, or to the master that the sentinels name. {@code broken} is called whenever the connection breaks.
     */
    static RedisLink to(RedisClient single, Duration timeout, Runnable broken) {
        StatefulRedisConnection<String, String> connection = single.connect(StringCodec.UTF8);
        connection.addListener(new RedisConnectionStateAdapter() {
            @Override
            public void onRedisDisconnected(RedisChannelHandler<?, ?> handler) {
                broken.run();
            }
        });
        RoundTrips trips = new RoundTrips(connection::dispatch, System::nanoTime);
        return new RedisLink(connection, trips::send, client -> "", new CommandTimeouts(timeout));
    }

    /**
     * Connects to a cluster. The windows of different clients are on different nodes, so no call may wait for the reply of a different
     * node.
     */
    static RedisLink to(RedisClusterClient cluster, Duration timeout) {
        StatefulRedisClusterConnection<String, String> connection = cluster.connect(StringCodec.UTF8);
        return new RedisLink(
                connection,
                connection::dispatch,
                client -> master(cluster, RedisWindows.key(client)),
                new CommandTimeouts(timeout));
    }

    private static String master(RedisClusterClient cluster, String key) {
        RedisClusterNode master = cluster.getPartitions().getMasterBySlot(SlotHash.getSlot(key));
        return master == null ? "" : master.getNodeId();
    }

    /** Ends every call, and closes the connection without waiting. */
    @Override
    @SuppressWarnings("FutureReturnValueIgnored")
    public void close() {
        overdue.close();
        connection.closeAsync();
    }
}
