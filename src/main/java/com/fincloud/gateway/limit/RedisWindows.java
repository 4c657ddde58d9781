package com.fincloud.gateway.limit;

import com.fincloud.gateway.redis.RedisUrl;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The windows of all clients in Redis: one script call a request, over one connection that all requests share. */
final class RedisWindows implements AutoCloseable {

    /** How long a request waits for Redis. */
    static final Duration TIMEOUT = Duration.ofMillis(200);

    /** How long a connection may take that no request waits for. */
    private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(60);

    private static final String PREFIX = "gateway:limit:";
    private static final String SCRIPT = script();

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

    private final RedisUrl url;
    private @Nullable ClientResources resources;
    private @Nullable AbstractRedisClient client;
    private volatile @Nullable RedisClusterAsyncCommands<String, String> commands;
    private String digest = "";

    /** A Redis that is connected to when {@link #connect} is called. */
    RedisWindows(String url) {
        this.url = new RedisUrl(url);
    }

    /** The client's threads, made when they are first needed: a limiter that never connects costs nothing. */
    private synchronized ClientResources resources() {
        if (resources == null) {
            resources = RedisUrl.resources();
        }
        return resources;
    }

    private static String script() {
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
        if (commands != null) {
            return;
        }
        try {
            RedisClusterAsyncCommands<String, String> connected = open();
            digest = connected.digest(SCRIPT);
            commands = connected;
        } catch (RuntimeException e) {
            throw new Unavailable(e);
        }
    }

    private RedisClusterAsyncCommands<String, String> open() {
        AbstractRedisClient known = client == null ? url.client(resources(), HANDSHAKE_TIMEOUT) : client;
        client = known;
        return known instanceof RedisClusterClient cluster
                ? cluster.connect(StringCodec.UTF8).async()
                : ((RedisClient) known).connect(StringCodec.UTF8).async();
    }

    /**
     * Asks Redis.
     *
     * @throws Unavailable when it gives no answer within {@link #TIMEOUT}, or an error
     */
    Decision admit(String client, Limits limits) throws Unavailable {
        RedisClusterAsyncCommands<String, String> redis = commands;
        if (redis == null) {
            throw new Unavailable(new IllegalStateException("not connected"));
        }
        String[] keys = {PREFIX + "{" + client + "}"};
        String[] arguments = {Integer.toString(limits.perMinute()), Integer.toString(limits.perHour())};
        try {
            return decision(limits, await(redis.evalsha(digest, ScriptOutputType.MULTI, keys, arguments)));
        } catch (RedisNoScriptException e) {
            return decision(limits, evaluate(redis, keys, arguments));
        } catch (RuntimeException e) {
            throw new Unavailable(e);
        }
    }

    private static List<?> evaluate(RedisClusterAsyncCommands<String, String> redis, String[] keys, String[] arguments)
            throws Unavailable {
        try {
            return await(redis.eval(SCRIPT, ScriptOutputType.MULTI, keys, arguments));
        } catch (RuntimeException e) {
            throw new Unavailable(e);
        }
    }

    private static List<?> await(RedisFuture<Object> answer) throws Unavailable {
        try {
            return (List<?>) answer.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RedisNoScriptException unknown) {
                throw unknown;
            }
            throw new Unavailable(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new Unavailable(new TimeoutException("no answer within " + TIMEOUT.toMillis() + " ms"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable(e);
        }
    }

    private static Decision decision(Limits limits, List<?> figures) {
        return Decision.of(
                limits,
                (int) number(figures, 1),
                (int) number(figures, 2),
                number(figures, 3),
                number(figures, 4),
                number(figures, 5),
                false);
    }

    private static long number(List<?> figures, int index) {
        return figures.get(index) instanceof Long number ? number : 0;
    }

    @Override
    public void close() {
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
