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

/** The windows of all clients in Redis: one script call a request, over one connection that all requests share. */
public final class RedisWindows implements AutoCloseable {

    /** How long a request waits for Redis. */
    static final Duration TIMEOUT = Duration.ofMillis(200);

    /**
     * How long a connection may take that no request waits for. A server that hangs takes connections and never answers, so it must
     * not take long before its successor is asked for.
     */
    private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(3);

    private static final Limits PROBE = new Limits(1_000_000_000, 1_000_000_000);

    private static final String PREFIX = "gateway:limit:";

    /** Redis gave no usable answer. */
    public static final class Unavailable extends Exception {

        Unavailable(Throwable cause) {
            super(cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage(), cause);
        }

        /** Whether no answer came in time; anything else is an answer, or a connection that is gone. */
        public boolean isTimeout() {
            return getCause() instanceof TimeoutException;
        }

        /** Whether Redis has reached its {@code maxmemory} and may not evict. */
        public boolean isOutOfMemory() {
            return getMessage() != null && getMessage().contains("OOM command not allowed");
        }
    }

    private final RedisUrl url;
    private final Runnable forgotten;
    private @Nullable ClientResources resources;
    private @Nullable AbstractRedisClient client;
    private volatile @Nullable RedisLink link;

    /**
     * A Redis that is connected to when {@link #connect} is called.
     *
     * @param forgotten called when another server may have taken over, which may not have been told everything
     */
    public RedisWindows(RedisUrl url, Runnable forgotten) {
        this.url = url;
        this.forgotten = forgotten;
    }

    /** The client's threads, made when they are first needed: a limiter that never connects costs nothing. */
    private synchronized ClientResources resources() {
        if (resources == null) {
            resources = RedisUrl.resources();
        }
        return resources;
    }

    /**
     * Connects, unless that is done; from then on the client reconnects by itself.
     *
     * @throws Unavailable when Redis cannot be reached
     */
    public synchronized void connect() throws Unavailable {
        if (link != null) {
            return;
        }
        try {
            link = open();
        } catch (RuntimeException e) {
            throw new Unavailable(
                    NestedExceptionUtils.getMostSpecificCause(e)); // the others say only that it was in vain
        }
    }

    private RedisLink open() {
        AbstractRedisClient known = client;
        if (known == null) {
            known = url.client(resources(), HANDSHAKE_TIMEOUT);
            client = known;
            // A cluster's client opens and closes connections all the time; what counts is when it learns of another
            // master.
            resources()
                    .eventBus()
                    .get()
                    .ofType(ClusterTopologyChangedEvent.class)
                    .subscribe(event -> forgotten.run());
        }
        return known instanceof RedisClusterClient cluster
                ? RedisLink.to(cluster)
                : RedisLink.to((RedisClient) known, forgotten);
    }

    /**
     * Gives up a connection over which no usable answer comes, so that {@link #connect} asks anew who is master: a server that hangs
     * never closes its connections, and one that has become a replica keeps them, and refuses every write. A cluster's nodes say so
     * themselves, so there it is enough to ask them.
     */
    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for the end of what is given up
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

    /** Which server decides for a client: its id in a cluster, and otherwise the only one there is. */
    public String server(String client) {
        RedisLink known = link;
        return known == null ? "" : known.servers().apply(key(client));
    }

    /**
     * Asks Redis.
     *
     * @throws Unavailable when it gives no answer within {@link #TIMEOUT}, or an error
     */
    public Decision admit(String client, Limits limits) throws Unavailable {
        return decide(key(client), limits);
    }

    /**
     * Asks the server that decides for a client without counting anything against that one.
     *
     * @throws Unavailable when it gives no answer within {@link #TIMEOUT}, or an error
     */
    public void probe(String client) throws Unavailable {
        decide(PREFIX + "probe:{" + client + "}", PROBE);
    }

    private static String key(String client) {
        return PREFIX + "{" + client + "}";
    }

    private Decision decide(String key, Limits limits) throws Unavailable {
        RedisLink known = link;
        if (known == null) {
            throw new Unavailable(new IllegalStateException("not connected"));
        }
        try {
            return decision(limits, answer(known, ScriptCall.ofDigest(WindowScript.DIGEST, key, limits)));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RedisNoScriptException) {
                return taught(known, key, limits);
            }
            throw new Unavailable(reason(e));
        }
    }

    private static Decision taught(RedisLink known, String key, Limits limits) throws Unavailable {
        try {
            return decision(limits, answer(known, ScriptCall.ofText(WindowScript.TEXT, key, limits)));
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

    private static Decision decision(Limits limits, long[] figures) {
        return Decision.of(limits, (int) figures[1], (int) figures[2], figures[3], figures[4], figures[5], false);
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
