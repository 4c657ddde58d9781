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
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A connection to Redis.
 *
 * @param calls how calls take to it
 * @param servers which server decides for a key: its id in a cluster, and otherwise the only one there is
 * @param overdue what ends the calls that get no answer
 */
record RedisLink(
        StatefulConnection<String, String> connection,
        Consumer<ScriptCall> calls,
        UnaryOperator<String> servers,
        CommandTimeouts overdue)
        implements AutoCloseable {

    /** Connects to the server that is there, or that the sentinels name; {@code broken} is called whenever it breaks. */
    static RedisLink to(RedisClient single, Runnable broken) {
        StatefulRedisConnection<String, String> connection = single.connect(StringCodec.UTF8);
        connection.addListener(new RedisConnectionStateAdapter() {
            @Override
            public void onRedisDisconnected(RedisChannelHandler<?, ?> handler) {
                broken.run();
            }
        });
        RoundTrips trips = new RoundTrips(connection::dispatch, System::nanoTime);
        return new RedisLink(connection, trips::send, key -> "", new CommandTimeouts(RedisWindows.TIMEOUT));
    }

    /** Connects to a cluster. Clients live on different nodes there: none of them should wait for another node's answer. */
    static RedisLink to(RedisClusterClient cluster) {
        StatefulRedisClusterConnection<String, String> connection = cluster.connect(StringCodec.UTF8);
        return new RedisLink(
                connection,
                connection::dispatch,
                key -> master(cluster, key),
                new CommandTimeouts(RedisWindows.TIMEOUT));
    }

    private static String master(RedisClusterClient cluster, String key) {
        RedisClusterNode master = cluster.getPartitions().getMasterBySlot(SlotHash.getSlot(key));
        return master == null ? "" : master.getNodeId();
    }

    /** Ends every call, and gives the connection up without waiting for its end. */
    @Override
    @SuppressWarnings("FutureReturnValueIgnored")
    public void close() {
        overdue.close();
        connection.closeAsync();
    }
}
