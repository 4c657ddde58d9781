package com.fincloud.gateway.metrics;

import com.fincloud.gateway.auth.token.TokenFault;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;

/** Counts tokens that were not accepted, by {@link TokenFault}. */
public final class TokenMetrics {

    private final Map<String, Counter> faults = new HashMap<>();

    /** Counters in {@code registry}, all of them at 0. */
    public TokenMetrics(MeterRegistry registry) {
        for (TokenFault fault : TokenFault.values()) {
            faults.put(
                    fault.word(),
                    Counter.builder("gateway.tokens.refused")
                            .description("Requests whose token was missing or not accepted")
                            .tag("reason", fault.word())
                            .register(registry));
        }
    }

    /** One more. */
    public void refused(String fault) {
        Counter counter = faults.get(fault);
        if (counter != null) {
            counter.increment();
        }
    }
}
