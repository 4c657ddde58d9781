package com.fincloud.gateway.demo;

import java.util.Arrays;
import java.util.Locale;

/** How a service behaves, switched while it runs: well, late, with an error, or not at all. */
final class Behaviour {

    private static final long MAX_DELAY_MS = 600_000;

    private Mode mode = Mode.OK;
    private long delayMs = 2_000;

    enum Mode {
        OK,
        SLOW,
        FAILING,
        HANG
    }

    private record Shown(String mode, long delayMs) {}

    /** Switches as {@code {"mode":"slow","delay_ms":2000}} says; requests that hang go on when the mode is another. */
    synchronized Answer become(Fields fields) {
        String text = fields.text("mode", 1, 20).toUpperCase(Locale.ROOT);
        Mode next = Arrays.stream(Mode.values())
                .filter(value -> value.name().equals(text))
                .findFirst()
                .orElseThrow(() -> new Problem(422, "mode is not usable (expected: ok, slow, failing or hang)"));
        long delay = fields.optionalId("delay_ms").orElse(delayMs);
        if (delay < 0 || delay > MAX_DELAY_MS) {
            throw new Problem(422, "delay_ms is not usable (expected: 0 to " + MAX_DELAY_MS + ")");
        }
        mode = next;
        delayMs = delay;
        notifyAll();
        return shown();
    }

    synchronized Answer shown() {
        return Answer.ok(new Shown(mode.name().toLowerCase(Locale.ROOT), delayMs));
    }

    /** Lets a request pass, now or later, or throws what a failing service answers. */
    void pass(String service) throws InterruptedException {
        Thread.sleep(delay());
        synchronized (this) {
            while (mode == Mode.HANG) {
                wait();
            }
            if (mode == Mode.FAILING) {
                throw new Problem(500, service + " fails on purpose; POST /demo/mode {\"mode\":\"ok\"} mends it");
            }
        }
    }

    private synchronized long delay() {
        return mode == Mode.SLOW ? delayMs : 0;
    }
}
