package com.fincloud.gateway.limit;

import com.fincloud.gateway.redis.RedisUrl;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.codec.Base16;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;

/** The windows of all clients in Redis: one script call a request, over one connection that all requests share. */
final class RedisWindows implements AutoCloseable {

    /** How long a request waits for Redis. */
    static final Duration TIMEOUT = Duration.ofMillis(200);

    /** How long a connection may take that no request waits for. */
    private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(60);

    private static final String PREFIX = "gateway:limit:";
    private static final String SCRIPT = text();

    /** Redis gave no usable answer. */
    static final class Unavailable extends Exception {

        Unavailable(Throwable cause) {
            super(cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage(), cause);
        }

        /** Whether no answer came in time; anything else is an answer, or a connection that is gone. */
        boolean isTimeout() {
            return getCause() instanceof TimeoutException;
        }
    }

    /** A connection, and how calls take to it. */
    private record Script(String digest, Consumer<ScriptCall> connection, Overdue overdue) {}

    private final RedisUrl url;
    private @Nullable ClientResources resources;
    private @Nullable AbstractRedisClient client;
    private volatile @Nullable Script script;

    /** A Redis that is connected to when {@link #connect} is called. */
    RedisWindows(RedisUrl url) {
        this.url = url;
    }

    /** The client's threads, made when they are first needed: a limiter that never connects costs nothing. */
    private synchronized ClientResources resources() {
        if (resources == null) {
            resources = RedisUrl.resources();
        }
        return resources;
    }

    private static String text() {
        try (InputStream script = RedisWindows.class.getResourceAsStream("window.lua")) {
            if (script == null) {
                throw new IllegalStateException("window.lua is missing");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Connects, unless that is done; from then on the client reconnects by itself.
     *
     * @throws Unavailable when Redis cannot be reached
     */
    synchronized void connect() throws Unavailable {
        if (script != null) {
            return;
        }
        try {
            script = new Script(Base16.digest(SCRIPT.getBytes(StandardCharsets.UTF_8)), open(), new Overdue(TIMEOUT));
        } catch (RuntimeException e) {
            throw new Unavailable(
                    NestedExceptionUtils.getMostSpecificCause(e)); // the others say only that it was in vain
        }
    }

    private Consumer<ScriptCall> open() {
        AbstractRedisClient known = client == null ? url.client(resources(), HANDSHAKE_TIMEOUT) : client;
        client = known;
        if (known instanceof RedisClusterClient cluster) {
            // Clients live on different nodes: none of them should wait for another node's answer.
            return cluster.connect(StringCodec.UTF8)::dispatch;
        }
        StatefulRedisConnection<String, String> connection = ((RedisClient) known).connect(StringCodec.UTF8);
        return new RoundTrips(connection::dispatch, System::nanoTime)::send;
    }

    /**
     * Asks Redis.
     *
     * @throws Unavailable when it gives no answer within {@link #TIMEOUT}, or an error
     */
    Decision admit(String client, Limits limits) throws Unavailable {
        Script known = script;
        if (known == null) {
            throw new Unavailable(new IllegalStateException("not connected"));
        }
        String key = PREFIX + "{" + client + "}";
        try {
            return decision(limits, answer(known, ScriptCall.ofDigest(known.digest(), key, limits)));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RedisNoScriptException) {
                return taught(known, key, limits);
            }
            throw new Unavailable(reason(e));
        }
    }

    private static Decision taught(Script known, String key, Limits limits) throws Unavailable {
        try {
            return decision(limits, answer(known, ScriptCall.ofText(SCRIPT, key, limits)));
        } catch (ExecutionException e) {
            throw new Unavailable(reason(e));
        }
    }

    private static Throwable reason(ExecutionException e) {
        return e.getCause() == null ? e : e.getCause();
    }

    private static long[] answer(Script known, ScriptCall call) throws Unavailable, ExecutionException {
        known.overdue().add(call);
        try {
            known.connection().accept(call);
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
        Script known = script;
        if (known != null) {
            known.overdue().close();
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
