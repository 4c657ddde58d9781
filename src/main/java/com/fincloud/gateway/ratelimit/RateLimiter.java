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
 * Decides whether a client may make one more request. Redis decides while it answers; one failure, and requests are decided without
 * it until a probe in the background finds it back, so that its loss costs one request one time-out at most.
 *
 * <p>What this process has admitted it remembers itself, so that the loss of Redis gives no client a fresh budget. And where Redis may
 * have forgotten something, because it was away or because another server took over, both have to agree for an hour.
 */
public final class RateLimiter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RateLimiter.class);
    private static final Duration PROBE = Duration.ofMillis(250);

    private final OnRedisFailure onFailure;
    private final RedisWindows redis;
    private final LocalWindows local;
    private final BackgroundTasks prober = new BackgroundTasks(BackgroundTask.REDIS_PROBE);
    private final AtomicBoolean degraded = new AtomicBoolean(true);
    private final PossiblyLostWrites doubt = new PossiblyLostWrites(System::nanoTime);
    private final LastReplies answers = new LastReplies();
    private volatile String lastFailed = "probe";
    private volatile boolean full;
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
        this.redis = new RedisWindows(url, doubt::raise);
        this.local = new LocalWindows(clock);
    }

    void start() {
        prober.every(Duration.ZERO, PROBE, this::probe);
    }

    /**
     * Counts a request, if it may pass.
     *
     * @param client whose budget it is, for instance {@code user:42}
     * @throws GatewayException {@link GatewayError#LIMITER_UNAVAILABLE} when Redis is away and the setting is {@code closed}
     */
    public Decision admit(String client, Limits limits) {
        if (onFailure == OnRedisFailure.OPEN) {
            Decision decision = degraded.get() ? null : ask(client, limits);
            return decision == null ? Decision.unlimited(limits) : decision;
        }
        LocalWindows.Claim claim = local.claim(client, limits);
        Decision own = claim.decision();
        if (!degraded.get()) {
            if (!own.allowed() && doubt.isRaised()) {
                return own;
            }
            Decision decision = ask(client, limits);
            if (decision != null) {
                return settled(claim, decision);
            }
        }
        if (onFailure == OnRedisFailure.CLOSED) {
            claim.settle(false);
            throw new GatewayException(GatewayError.LIMITER_UNAVAILABLE).header("Retry-After", "1");
        }
        doubt.raise();
        return own;
    }

    private Decision settled(LocalWindows.Claim claim, Decision byRedis) {
        Decision own = claim.decision();
        // Asked again: another server may have taken over meanwhile.
        boolean doubtful = doubt.isRaised();
        if (doubtful && byRedis.allowed() && !own.allowed()) {
            return own;
        }
        claim.settle(byRedis.allowed());
        return doubtful ? byRedis.within(own) : byRedis;
    }

    /** What Redis decides, null when it gives no answer. */
    private @Nullable Decision ask(String client, Limits limits) {
        String server = redis.server(client);
        long began = System.nanoTime();
        try {
            Decision decision = redis.admit(client, limits);
            answers.note(server);
            meter.answered(System.nanoTime() - began);
            return decision;
        } catch (RedisWindows.Unavailable e) {
            meter.failed(System.nanoTime() - began);
            // While others are answered, Redis is not lost: one answer was late, on a machine that is busy.
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

    /** Whether Redis answers, and has no memory left to count with. */
    public boolean redisIsFull() {
        return full && degraded.get();
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

    private void lost(String client, RedisWindows.Unavailable cause) {
        doubt.raise();
        full = cause.isOutOfMemory();
        lastFailed = client;
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
            redis.probe(lastFailed);
            if (become(false)) {
                LOG.atInfo().log(reported() ? "Redis back" : "Redis connected");
            }
        } catch (RedisWindows.Unavailable e) {
            full = e.isOutOfMemory();
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
