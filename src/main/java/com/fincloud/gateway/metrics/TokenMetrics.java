package com.fincloud.gateway.metrics;

import com.fincloud.gateway.auth.token.TokenFault;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;

/** Counts refused tokens, by {@link TokenFault}. */
public final class TokenMetrics {

    private final Map<String, Counter> faults = new HashMap<>();

    /** Creates the counters in {@code registry}, all with value 0. */
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

    /** Counts one refused token. */
    public void refused(String fault) {
        Counter counter = faults.get(fault);
        if (counter != null) {
            counter.increment();
        }
    }
}
