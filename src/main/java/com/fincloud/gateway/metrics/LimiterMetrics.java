package com.fincloud.gateway.metrics;

import com.fincloud.gateway.metrics.request.Buckets;
import com.fincloud.gateway.ratelimit.RateLimiter;
import com.fincloud.gateway.ratelimit.redis.RoundTripMeter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.TimeUnit;

/** Measures the limiter's use of Redis. The limiter's decisions are counted for each route. */
final class LimiterMetrics implements MeterBinder {

    private final RateLimiter limiter;

    LimiterMetrics(RateLimiter limiter) {
        this.limiter = limiter;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Timer answered = redis("answered", registry);
        Timer failed = redis("failed", registry);
        limiter.measure(new RoundTripMeter() {
            @Override
            public void answered(long nanos) {
                answered.record(nanos, TimeUnit.NANOSECONDS);
            }

            @Override
            public void failed(long nanos) {
                failed.record(nanos, TimeUnit.NANOSECONDS);
            }
        });
        Gauge.builder("gateway.limiter.degraded", limiter, it -> it.degraded() ? 1 : 0)
                .description("1 while requests are decided without Redis")
                .register(registry);
        FunctionCounter.builder("gateway.limiter.degraded.seconds", limiter, it -> it.degradedNanos() / 1e9)
                .description("Time for which requests were decided without Redis")
                .register(registry);
    }

    private static Timer redis(String result, MeterRegistry registry) {
        return Buckets.redis("gateway.redis")
                .description("What requests waited for Redis's decision")
                .tag("result", result)
                .register(registry);
    }
}
