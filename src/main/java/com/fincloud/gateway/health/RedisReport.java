package com.fincloud.gateway.health;

import com.fincloud.gateway.ratelimit.RateLimiter;
import com.fincloud.gateway.revocation.RevocationFeed;
import com.fincloud.gateway.revocation.RevocationStatus;
import com.fincloud.gateway.settings.GatewaySettings;
import com.fincloud.gateway.settings.GatewaySettings.OnRedisFailure;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The state of Redis, as the rate limiter and the revocations find it. */
final class RedisReport {

    private final GatewaySettings settings;
    private final RateLimiter limiter;
    private final RevocationFeed feed;

    RedisReport(GatewaySettings settings, RateLimiter limiter, RevocationFeed feed) {
        this.settings = settings;
        this.limiter = limiter;
        this.feed = feed;
    }

    /** Why requests are refused because of Redis; null if they are not. */
    @Nullable
    String refusal() {
        boolean refuses = settings.rateLimit().enabled()
                && settings.rateLimit().onRedisFailure() == OnRedisFailure.CLOSED
                && limiter.degraded();
        if (!refuses) {
            return null;
        }
        return limiter.redisIsFull() ? "redis full" : "redis unavailable";
    }

    /**
     * Whether a required Redis is unavailable. With the limiter off, a Redis that was never reachable may not exist at all; then the
     * revocations report that they are unknown.
     */
    boolean isMissed() {
        RevocationStatus.State revoked = feed.status().state();
        return settings.rateLimit().enabled()
                ? limiter.degraded() || revoked != RevocationStatus.State.CURRENT
                : revoked == RevocationStatus.State.LAST_KNOWN;
    }

    /** The availability of Redis, and what decides about limits meanwhile. */
    Map<String, Object> redis() {
        Map<String, Object> redis = new LinkedHashMap<>();
        if (!settings.rateLimit().enabled()) {
            redis.put(
                    "status",
                    switch (feed.status().state()) {
                        case CURRENT -> "healthy";
                        case LAST_KNOWN -> "unhealthy";
                        case UNKNOWN -> "unused";
                    });
            redis.put("rate_limiting", "off");
        } else if (limiter.degraded()) {
            redis.put("status", "unhealthy");
            redis.put("rate_limiting", lowerCase(settings.rateLimit().onRedisFailure()));
            if (limiter.redisIsFull()) {
                redis.put("error", "out of memory");
            }
        } else {
            redis.put("status", "healthy");
            redis.put("rate_limiting", "redis");
        }
        return redis;
    }

    /** The revocations that this instance knows, and whether they are current. */
    Map<String, Object> revocations() {
        RevocationStatus status = feed.status();
        Map<String, Object> revocations = new LinkedHashMap<>();
        revocations.put("status", lowerCase(status.state()));
        revocations.put("tokens", status.tokens());
        revocations.put("users", status.users());
        revocations.put("as_of", status.asOf() == null ? null : String.valueOf(status.asOf()));
        if (limiter.redisIsFull() && settings.redisUrl().equals(settings.revocationRedisUrl())) {
            revocations.put("error", "Redis takes no revocation: it is out of memory");
        }
        return revocations;
    }

    private static String lowerCase(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
