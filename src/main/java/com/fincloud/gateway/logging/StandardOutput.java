package com.fincloud.gateway.logging;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.slf4j.LoggerFactory;

/** Standard output that nobody waits for: one thread writes it. What it holds when the gateway ends is written before the end. */
public final class StandardOutput implements AutoCloseable {

    /** The longest that the gateway's end waits for whoever reads its log. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private final AsyncOutput behind;

    /** Has {@code target} written by a thread of its own from now on, until the end of the process. */
    public StandardOutput(PrintStream target) {
        behind = new AsyncOutput(target, StandardOutput::tellOfLoss);
    }

    /** What to write to in place of {@code target}. */
    public PrintStream stream() {
        return new PrintStream(behind, false, StandardCharsets.UTF_8);
    }

    private static void tellOfLoss(long lines) {
        LoggerFactory.getLogger(StandardOutput.class)
                .atWarn()
                .addKeyValue("lines", lines)
                .log("Log lines lost");
    }

    /** Writes what is held, for five seconds at most. */
    @Override
    public void close() {
        try {
            behind.close(LAST_WORDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
