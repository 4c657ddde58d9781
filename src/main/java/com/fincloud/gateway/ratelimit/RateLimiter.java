package com.fincloud.gateway.ratelimit;

import com.fincloud.gateway.background.BackgroundTask;
import com.fincloud.gateway.background.BackgroundTasks;
import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.ratelimit.redis.LastReplies;
import com.fincloud.gateway.ratelimit.redis.RedisWindows;
import com.fincloud.gateway.ratelimit.redis.RoundTripMeter;
import com.fincloud.gateway.ratelimit.window.Decision;
import com.fincloud.gateway.ratelimit.window.Limits;
import com.fincloud.gateway.redis.RedisTls;
import com.fincloud.gateway.redis.RedisUrl;
import com.fincloud.gateway.settings.GatewaySettings;
import com.fincloud.gateway.settings.GatewaySettings.OnRedisFailure;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether a client may make one more request. Normally Redis decides. After one failure the gateway decides without Redis until a
 * background probe succeeds. So the loss of Redis costs at most one request one time-out.
 *
 * <p>This process also counts the requests that it has admitted, so that the loss of Redis gives no client a fresh budget. If Redis may
 * have lost writes, after an outage or a failover, both Redis and the local windows must admit a request for one hour.
 */
public final class RateLimiter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RateLimiter.class);
    private static final Duration PROBE = Duration.ofMillis(250);

    private final OnRedisFailure onFailure;
    private final RedisWindows redis;
    private final Recovery recovery;
    private final LocalWindows local;
    private final BackgroundTasks prober = new BackgroundTasks(BackgroundTask.REDIS_PROBE);
    private final AtomicBoolean degraded = new AtomicBoolean(true);
    private final PossiblyLostWrites lostWrites = new PossiblyLostWrites(System::nanoTime);
    private final LastReplies answers = new LastReplies();
    private volatile String lastFailed = "probe";
    private volatile boolean full;
    private volatile RoundTripMeter meter = RoundTripMeter.NONE;
    private long degradedSinceNanos = System.nanoTime();
    private long degradedNanos;
    private boolean lossReported;

    /** Creates a limiter for these settings. It connects to {@code redis} in the background. */
    public RateLimiter(GatewaySettings settings, RedisUrl redis, Clock clock) {
        this(redis, settings.redisOptions().timeout(), settings.rateLimit().onRedisFailure(), clock);
        if (settings.rateLimit().enabled()) {
            start();
        }
    }

    /** Creates a limiter that never connects, for commands that only explain a decision. */
    public static RateLimiter unconnected(GatewaySettings settings, Clock clock) {
        RedisUrl redis = new RedisUrl(settings.redisUrl(), RedisTls.OF_JDK);
        return new RateLimiter(
                redis, settings.redisOptions().timeout(), settings.rateLimit().onRedisFailure(), clock);
    }

    RateLimiter(RedisUrl url, Duration timeout, OnRedisFailure onFailure, Clock clock) {
        this.onFailure = onFailure;
        this.recovery = new Recovery(timeout);
        this.redis = new RedisWindows(url, timeout, lostWrites::raise);
        this.local = new LocalWindows(clock);
    }

    void start() {
        prober.every(Duration.ZERO, PROBE, this::probe);
    }

    /**
     * Counts a request if it may pass.
     *
     * @param client the client whose budget is used, for instance {@code user:42}
     * @param cost the number of requests as which it counts, at most the smallest limit; 0 only asks
     * @throws GatewayException {@link GatewayError#LIMITER_UNAVAILABLE} if Redis is unavailable and the setting is {@code closed}
     */
    public Decision admit(String client, Limits limits, int cost) {
        if (onFailure == OnRedisFailure.OPEN) {
            Decision decision = degraded.get() ? null : ask(client, limits, cost);
            return decision == null ? Decision.unlimited(limits) : decision;
        }
        LocalWindows.Claim claim = local.claim(client, limits, cost);
        Decision own = claim.decision();
        if (!degraded.get()) {
            if (!own.allowed() && lostWrites.isRaised()) {
                return own;
            }
            Decision decision = ask(client, limits, cost);
            if (decision != null) {
                return settled(claim, decision);
            }
        }
        if (onFailure == OnRedisFailure.CLOSED) {
            claim.settle(false);
            throw new GatewayException(GatewayError.LIMITER_UNAVAILABLE).header("Retry-After", "1");
        }
        lostWrites.raise();
        return own;
    }

    private Decision settled(LocalWindows.Claim claim, Decision byRedis) {
        Decision own = claim.decision();
        // Checked again, because a failover may have happened meanwhile.
        boolean doubtful = lostWrites.isRaised();
        if (doubtful && byRedis.allowed() && !own.allowed()) {
            return own;
        }
        claim.settle(byRedis.allowed());
        return doubtful ? byRedis.within(own) : byRedis;
    }

    /** The decision of Redis; null if it gives none. */
    private @Nullable Decision ask(String client, Limits limits, int cost) {
        String server = redis.server(client);
        long began = System.nanoTime();
        try {
            Decision decision = redis.admit(client, limits, cost);
            answers.note(server);
            meter.answered(System.nanoTime() - began);
            return decision;
        } catch (RedisWindows.Unavailable e) {
            meter.failed(System.nanoTime() - began);
            // If other requests got replies in the meantime, Redis is available: this reply was only late on a busy
            // machine.
            if (!e.isTimeout() || !answers.anySince(server, began)) {
                lost(client, e);
            }
            return null;
        }
    }

    /** Whether requests are decided without Redis. */
    public boolean degraded() {
        return degraded.get();
    }

    /** Whether Redis responds, but has no memory left for counting. */
    public boolean redisIsFull() {
        return full && degraded.get();
    }

    /** Sets the meter for round trips to Redis. */
    public void measure(RoundTripMeter with) {
        meter = with;
    }

    /** The total time in which requests were decided without Redis, in nanoseconds. */
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

    private void lost(String client, RedisWindows.Unavailable cause) {
        lostWrites.raise();
        full = cause.isOutOfMemory();
        lastFailed = client;
        if (become(true)) {
            recovery.lost(cause.isTimeout(), System.nanoTime());
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
            long began = System.nanoTime();
            redis.probe(lastFailed);
            long now = System.nanoTime();
            if (recovery.answered(now - began, now) && become(false)) {
                LOG.atInfo().log(reported() ? "Redis back" : "Redis connected");
            }
        } catch (RedisWindows.Unavailable e) {
            full = e.isOutOfMemory();
            recovery.failed(e.isTimeout());
            if (!reported()) {
                report(e);
            }
            redis.disconnect();
        }
    }

    private synchronized boolean reported() {
        return lossReported;
    }

    @Override
    public void close() {
        prober.close();
        redis.close();
    }
}
