package com.fincloud.gateway.ratelimit;

import com.fincloud.gateway.ratelimit.CallerNames.Name;
import com.fincloud.gateway.settings.GatewaySettings;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The callers whom the limiter refused most in this process, over the last five to ten minutes. Only a refusal is counted, so an admitted
 * request costs nothing.
 */
public final class RefusedCallers {

    /** A list covers the current period and the one before. */
    static final Duration PERIOD = Duration.ofMinutes(5);

    private static final int SECRET_BYTES = 32;

    private final CallerNames names;
    private final Clock clock;
    private TopCallers before = new TopCallers();
    private TopCallers now = new TopCallers();
    private Instant began;

    /** Creates an empty list. */
    RefusedCallers(CallerNames names, Clock clock) {
        this.names = names;
        this.clock = clock;
        this.began = clock.instant();
    }

    /** Creates an empty list. Its hashes have a new random key. */
    public static RefusedCallers of(GatewaySettings.RateLimit settings, Clock clock) {
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        return new RefusedCallers(new CallerNames(settings.showCallers(), secret), clock);
    }

    /** Whether callers have their own names, not hashes. */
    public boolean namesAreShown() {
        return names.shown();
    }

    /**
     * A request was beyond a limit.
     *
     * @param caller {@code user:42}, {@code user:key:billing} or {@code addr:192.0.2.7}
     * @param reported whether it was admitted, because limits are only reported
     */
    public void beyond(String caller, String plan, String limit, boolean reported) {
        Name name = names.of(caller);
        Instant at = clock.instant();
        RefusedCaller refusal =
                new RefusedCaller(name.kind(), name.text(), reported ? 0 : 1, reported ? 1 : 0, plan, limit, at);
        synchronized (this) {
            turn(at);
            now.add(name, refusal);
        }
    }

    /** At most a hundred callers, the one with the most refusals first. */
    public synchronized List<RefusedCaller> most() {
        turn(clock.instant());
        Map<Name, RefusedCaller> all = new LinkedHashMap<>(now.counted());
        before.counted().forEach((name, counted) -> all.merge(name, counted, RefusedCaller::plus));
        return all.values().stream()
                .sorted(Comparator.comparingLong(RefusedCaller::all)
                        .reversed()
                        .thenComparing(RefusedCaller::last, Comparator.reverseOrder()))
                .limit(TopCallers.MOST)
                .toList();
    }

    /** Begins a new period when the current one is over. A clock that was set back begins one too. */
    private void turn(Instant at) {
        Duration age = Duration.between(began, at);
        if (!age.isNegative() && age.compareTo(PERIOD) < 0) {
            return;
        }
        boolean next = !age.isNegative() && age.compareTo(PERIOD.multipliedBy(2)) < 0;
        before = next ? now : new TopCallers();
        now = new TopCallers();
        began = next ? began.plus(PERIOD) : at;
    }
}
