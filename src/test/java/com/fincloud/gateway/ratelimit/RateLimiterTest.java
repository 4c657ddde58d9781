package com.fincloud.gateway.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fincloud.gateway.TestClock;
import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.ratelimit.redis.RealRedis;
import com.fincloud.gateway.ratelimit.redis.RedisWindows;
import com.fincloud.gateway.ratelimit.window.Decision;
import com.fincloud.gateway.ratelimit.window.Limits;
import com.fincloud.gateway.redis.RedisTls;
import com.fincloud.gateway.redis.RedisUrl;
import com.fincloud.gateway.settings.GatewaySettings.OnRedisFailure;
import org.junit.jupiter.api.Test;

class RateLimiterTest {

    private static final String NOWHERE = "redis://127.0.0.1:1/0";
    private static final Limits LIMITS = new Limits(1, 10);

    private static RateLimiter limiter(String url, OnRedisFailure onFailure) {
        return new RateLimiter(
                new RedisUrl(url, RedisTls.OF_JDK), RedisWindows.LONGEST_TIMEOUT, onFailure, new TestClock());
    }

    @Test
    void withoutRedisLocalCountsInThisProcess() {
        try (RateLimiter limiter = limiter(NOWHERE, OnRedisFailure.LOCAL)) {
            assertThat(limiter.admit("user:1", LIMITS, 1))
                    .isEqualTo(new Decision(LIMITS, 0, 9, 60, 3600, null, null, true));
            assertThat(limiter.admit("user:1", LIMITS, 1).allowed()).isFalse();
            assertThat(limiter.degraded()).isTrue();
        }
    }

    @Test
    void withoutRedisOpenAdmitsEveryRequestAndCountsNone() {
        try (RateLimiter limiter = limiter(NOWHERE, OnRedisFailure.OPEN)) {
            for (int i = 0; i < 3; i++) {
                assertThat(limiter.admit("user:1", LIMITS, 1)).isEqualTo(Decision.unlimited(LIMITS));
            }
        }
    }

    @Test
    void withoutRedisClosedRefusesEveryRequestWith503() {
        try (RateLimiter limiter = limiter(NOWHERE, OnRedisFailure.CLOSED)) {
            assertThatThrownBy(() -> limiter.admit("user:1", LIMITS, 1))
                    .isInstanceOfSatisfying(GatewayException.class, failure -> {
                        assertThat(failure.error()).isEqualTo(GatewayError.LIMITER_UNAVAILABLE);
                        assertThat(failure.headers()).containsEntry("Retry-After", "1");
                    });
        }
    }

    @Test
    void whatRedisHasAdmittedCountsWhenItIsLost() throws Exception {
        try (RealRedis redis = new RealRedis();
                RateLimiter limiter = limiter(redis.url(), OnRedisFailure.LOCAL)) {
            limiter.start();
            await().until(() -> !limiter.degraded());
            assertThat(limiter.admit("user:1", LIMITS, 1))
                    .isEqualTo(new Decision(LIMITS, 0, 9, 60, 3600, null, null, false));

            redis.stop();

            assertThat(limiter.admit("user:2", LIMITS, 1))
                    .isEqualTo(new Decision(LIMITS, 0, 9, 60, 3600, null, null, true));
            assertThat(limiter.admit("user:1", LIMITS, 1).allowed()).isFalse();
            assertThat(limiter.degraded()).isTrue();
        }
    }

    @Test
    void whatWasAdmittedWithoutRedisCountsWhenItIsFound() throws Exception {
        try (RealRedis redis = new RealRedis();
                RateLimiter limiter = limiter(redis.url(), OnRedisFailure.LOCAL)) {
            limiter.admit("user:1", LIMITS, 1);

            limiter.start();
            await().until(() -> !limiter.degraded());

            assertThat(limiter.admit("user:1", LIMITS, 1).allowed()).isFalse();
            assertThat(limiter.admit("user:2", LIMITS, 1))
                    .isEqualTo(new Decision(LIMITS, 0, 9, 60, 3600, null, null, false));
        }
    }

    @Test
    void aRequestThatRedisRefusesCostsNoBudgetHereEither() throws Exception {
        Limits one = new Limits(1, 10);
        Limits two = new Limits(2, 10);
        try (RealRedis redis = new RealRedis();
                RateLimiter elsewhere = limiter(redis.url(), OnRedisFailure.LOCAL);
                RateLimiter limiter = limiter(redis.url(), OnRedisFailure.LOCAL)) {
            elsewhere.start();
            limiter.start();
            await().until(() -> !elsewhere.degraded() && !limiter.degraded());
            elsewhere.admit("user:1", one, 1);
            for (int i = 0; i < 3; i++) {
                assertThat(limiter.admit("user:1", one, 1).allowed()).isFalse();
            }

            redis.stop();

            assertThat(limiter.admit("user:1", two, 1)).isEqualTo(new Decision(two, 1, 9, 60, 3600, null, null, true));
        }
    }

    @Test
    void aBudgetThatRedisHasForgottenIsNotGivenAgain() throws Exception {
        try (RealRedis redis = new RealRedis();
                RateLimiter limiter = limiter(redis.url(), OnRedisFailure.LOCAL)) {
            limiter.start();
            await().until(() -> !limiter.degraded());
            limiter.admit("user:1", LIMITS, 1);

            redis.commands().flushall();
            redis.disconnectClients();

            await().until(() -> !limiter.admit("user:1", LIMITS, 1).allowed() && !limiter.degraded());
            await().until(() -> limiter.admit("user:" + System.nanoTime(), LIMITS, 1)
                    .equals(new Decision(LIMITS, 0, 9, 60, 3600, null, null, false)));
            assertThat(limiter.admit("user:1", LIMITS, 1).allowed()).isFalse();
        }
    }
}
