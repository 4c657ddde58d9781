package com.fincloud.gateway;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.pollinterval.IterativePollInterval;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Lets a test that awaits something look at once, and then less and less often, at least ten times a second. Awaitility itself lets a tenth
 * of a second go by before each first look, which a table of a thousand rows pays a thousand times. JUnit registers it for all classes.
 */
public final class PromptAwaits implements BeforeAllCallback {

    private static final Duration SHORTEST = Duration.ofMillis(10);
    private static final Duration LONGEST = Duration.ofMillis(100);

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultPollDelay(Duration.ZERO);
        Awaitility.setDefaultPollInterval(IterativePollInterval.iterative(PromptAwaits::next, SHORTEST));
    }

    private static Duration next(Duration last) {
        Duration next = last.multipliedBy(2);
        return next.compareTo(LONGEST) > 0 ? LONGEST : next;
    }
}
