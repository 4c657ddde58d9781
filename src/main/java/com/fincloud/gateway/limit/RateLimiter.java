package com.fincloud.gateway.limit;

import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.redis.RedisTls;
import com.fincloud.gateway.redis.RedisUrl;
import com.fincloud.gateway.settings.GatewaySettings;
import com.fincloud.gateway.settings.GatewaySettings.OnRedisFailure;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether a client may make one more request. Redis decides while it answers; one failure, and requests are decided without
 * it until a probe in the background finds it back, so that its loss costs one request one time-out at most.
 */
public final class RateLimiter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RateLimiter.class);
    private static final long PROBE_MILLIS = 250;
    private static final Limits PROBE = new Limits(1_000_000_000, 1_000_000_000);

    private final OnRedisFailure onFailure;
    private final RedisWindows redis;
    private final LocalWindows local;
    private final ScheduledExecutorService prober;
    private final AtomicBoolean degraded = new AtomicBoolean(true);
    private volatile long lastAnswerNanos = System.nanoTime();
    private volatile RoundTripMeter meter = RoundTripMeter.NONE;
    private long degradedSinceNanos = System.nanoTime();
    private long degradedNanos;
    private boolean lossReported;

    /** A limiter as {@code settings} describe it; it connects to {@code redis} in the background. */
    public RateLimiter(GatewaySettings settings, RedisUrl redis, Clock clock) {
        this(redis, settings.rateLimit().onRedisFailure(), clock);
        if (settings.rateLimit().enabled()) {
            start();
        }
    }

    /** A limiter that never connects, for those who only ask what would be. */
    public static RateLimiter unconnected(GatewaySettings settings, Clock clock) {
        RedisUrl redis = new RedisUrl(settings.redisUrl(), RedisTls.OF_JDK);
        return new RateLimiter(redis, settings.rateLimit().onRedisFailure(), clock);
    }

    RateLimiter(RedisUrl url, OnRedisFailure onFailure, Clock clock) {
        this.onFailure = onFailure;
        this.redis = new RedisWindows(url);
        this.local = new LocalWindows(clock);
        this.prober = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "redis-probe");
            thread.setDaemon(true);
            return thread;
        });
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it runs until close
    void start() {
        prober.scheduleWithFixedDelay(this::probe, 0, PROBE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * Counts a request, if it may pass.
     *
     * @param client whose budget it is, for instance {@code user:42}
     * @throws GatewayException {@link GatewayError#LIMITER_UNAVAILABLE} when Redis is away and the setting is {@code closed}
     */
    public Decision admit(String client, Limits limits) {
        if (!degraded.get()) {
            long began = System.nanoTime();
            try {
                Decision decision = redis.admit(client, limits);
                lastAnswerNanos = System.nanoTime();
                meter.answered(lastAnswerNanos - began);
                return decision;
            } catch (RedisWindows.Unavailable e) {
                meter.failed(System.nanoTime() - began);
                // While others are answered, Redis is not lost: one answer was late, on a machine that is busy.
                if (!e.isTimeout() || lastAnswerNanos - began <= 0) {
                    lost(e);
                }
            }
        }
        return switch (onFailure) {
            case LOCAL -> local.admit(client, limits);
            case OPEN -> Decision.unlimited(limits);
            case CLOSED -> throw new GatewayException(GatewayError.LIMITER_UNAVAILABLE).header("Retry-After", "1");
        };
    }

    /** Whether requests are decided without Redis. */
    public boolean degraded() {
        return degraded.get();
    }

    /** Has each round trip to Redis measured from now on. */
    public void measure(RoundTripMeter with) {
        meter = with;
    }

    /** Nanoseconds in all for which requests were decided without Redis. */
    public synchronized long degradedNanos() {
        return degradedNanos + (degraded.get() ? System.nanoTime() - degradedSinceNanos : 0);
    }

    private synchronized boolean become(boolean without) {
        if (!degraded.compareAndSet(!without, without)) {
            return false;
        }
        long now = System.nanoTime();
        if (without) {
            degradedSinceNanos = now;
        } else {
            degradedNanos += now - degradedSinceNanos;
        }
        return true;
    }

    private void lost(RedisWindows.Unavailable cause) {
        if (become(true)) {
            report(cause);
        }
    }

    private synchronized void report(RedisWindows.Unavailable cause) {
        lossReported = true;
        LOG.atWarn()
                .addKeyValue("error", cause.getMessage())
                .addKeyValue("rate_limiting", onFailure)
                .log("Redis lost");
    }

    private void probe() {
        if (!degraded.get()) {
            return;
        }
        try {
            redis.connect();
            redis.admit("probe", PROBE);
            if (become(false)) {
                local.clear();
                LOG.atInfo().log(reported() ? "Redis back" : "Redis connected");
            }
        } catch (RedisWindows.Unavailable e) {
            if (!reported()) {
                report(e);
            }
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("Redis probe failed");
        }
    }

    private synchronized boolean reported() {
        return lossReported;
    }

    @Override
    public void close() {
        prober.shutdownNow();
        redis.close();
    }
}
