package com.fincloud.gateway.ratelimit.redis;

import com.fincloud.gateway.ratelimit.window.Decision;
import com.fincloud.gateway.ratelimit.window.Limits;
import com.fincloud.gateway.redis.RedisUrl;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.event.ClusterTopologyChangedEvent;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;

/** The windows of all clients in Redis. Each request makes one script call over one shared connection. */
public final class RedisWindows implements AutoCloseable {

    /** The longest time for which a request may wait for Redis, and the default. */
    public static final Duration LONGEST_TIMEOUT = Duration.ofMillis(250);

    /**
     * The time-out for connecting, for which no request waits. A hanging server accepts connections and never replies, so the time must be
     * short until the gateway asks for the new master.
     */
    private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(3);

    private static final Limits PROBE = new Limits(1_000_000_000, 1_000_000_000);

    private static final String PREFIX = "gateway:limit:";

    /** Redis gave no usable reply. */
    public static final class Unavailable extends Exception {

        Unavailable(Throwable cause) {
            super(cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage(), cause);
        }

        /** Whether there was no reply in time. Otherwise there was an error reply, or the connection was lost. */
        public boolean isTimeout() {
            return getCause() instanceof TimeoutException;
        }

        /** Whether Redis has reached its {@code maxmemory} and does not evict. */
        public boolean isOutOfMemory() {
            return getMessage() != null && getMessage().contains("OOM command not allowed");
        }
    }

    private final RedisUrl url;
    private final Runnable forgotten;
    private final Duration timeout;
    private @Nullable ClientResources resources;
    private @Nullable AbstractRedisClient client;
    private volatile @Nullable RedisLink link;

    /**
     * Creates it without a connection; {@link #connect} connects.
     *
     * @param timeout the longest time for which a request waits for Redis
     * @param forgotten called after a possible failover, when the new master may lack writes
     */
    public RedisWindows(RedisUrl url, Duration timeout, Runnable forgotten) {
        this.url = url;
        this.timeout = timeout;
        this.forgotten = forgotten;
    }

    /** The client's threads, created on first use, so that a limiter that never connects costs nothing. */
    private synchronized ClientResources resources() {
        if (resources == null) {
            resources = RedisUrl.resources();
        }
        return resources;
    }

    /**
     * Connects if it is not connected. After that the client reconnects by itself.
     *
     * @throws Unavailable if Redis cannot be reached
     */
    public synchronized void connect() throws Unavailable {
        if (link != null) {
            return;
        }
        try {
            link = open();
        } catch (RuntimeException e) {
            throw new Unavailable(
                    // The outer exceptions only say that the connection failed.
                    NestedExceptionUtils.getMostSpecificCause(e));
        }
    }

    private RedisLink open() {
        AbstractRedisClient known = client;
        if (known == null) {
            known = url.discovered(resources(), HANDSHAKE_TIMEOUT).client(resources(), HANDSHAKE_TIMEOUT);
            client = known;
            // A cluster client opens and closes connections all the time, so only the news of a different master
            // counts.
            resources()
                    .eventBus()
                    .get()
                    .ofType(ClusterTopologyChangedEvent.class)
                    .subscribe(event -> forgotten.run());
        }
        return known instanceof RedisClusterClient cluster
                ? RedisLink.to(cluster, timeout)
                : RedisLink.to((RedisClient) known, timeout, forgotten);
    }

    /**
     * Drops a connection without usable replies, so that {@link #connect} looks up the master again. A hanging server never closes its
     * connections, and a server that has become a replica keeps them and refuses every write. In a cluster a topology refresh is
     * sufficient, because the nodes know the new master.
     */
    @SuppressWarnings("FutureReturnValueIgnored") // the result of closing a dropped connection does not matter
    public synchronized void disconnect() {
        RedisLink known = link;
        if (known == null) {
            return;
        }
        if (client instanceof RedisClusterClient cluster) {
            cluster.refreshPartitionsAsync();
        } else {
            link = null;
            known.close();
        }
    }

    /** The server that decides for a client: its id in a cluster, otherwise the only server. */
    public String server(String client) {
        RedisLink known = link;
        return known == null ? "" : known.servers().apply(client);
    }

    /**
     * Counts a request in Redis if it may pass.
     *
     * @throws Unavailable if Redis does not reply within its time-out, or replies with an error
     */
    public Decision admit(String client, Limits limits, int cost) throws Unavailable {
        return decide(key(client), limits, cost);
    }

    /**
     * Checks the server that decides for a client, without counting a request.
     *
     * @throws Unavailable if Redis does not reply within its time-out, or replies with an error
     */
    public void probe(String client) throws Unavailable {
        decide(PREFIX + "probe:{" + client + "}", PROBE, 1);
    }

    /** The key of a client. The hash tag keeps all keys of a client in one slot. */
    static String key(String client) {
        return PREFIX + "{" + client + "}";
    }

    private Decision decide(String key, Limits limits, int cost) throws Unavailable {
        RedisLink known = link;
        if (known == null) {
            throw new Unavailable(new IllegalStateException("not connected"));
        }
        try {
            return Decision.of(limits, cost, answer(known, ScriptCall.ofDigest(key, limits, cost)), false);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RedisNoScriptException) {
                return taught(known, key, limits, cost);
            }
            throw new Unavailable(reason(e));
        }
    }

    private static Decision taught(RedisLink known, String key, Limits limits, int cost) throws Unavailable {
        try {
            return Decision.of(limits, cost, answer(known, ScriptCall.ofText(key, limits, cost)), false);
        } catch (ExecutionException e) {
            throw new Unavailable(reason(e));
        }
    }

    private static Throwable reason(ExecutionException e) {
        return e.getCause() == null ? e : e.getCause();
    }

    private static long[] answer(RedisLink known, ScriptCall call) throws Unavailable, ExecutionException {
        known.overdue().add(call);
        try {
            known.calls().accept(call);
            return call.await();
        } catch (RuntimeException e) {
            call.completeExceptionally(e);
            throw new Unavailable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable(e);
        }
    }

    @Override
    public void close() {
        RedisLink known = link;
        if (known != null) {
            known.close();
        }
        try {
            if (client != null) {
                client.close();
            }
        } catch (Exception e) {
            // the process ends
        }
        if (resources != null) {
            RedisUrl.shutDown(resources);
        }
    }
}
