package com.fincloud.gateway.logging;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.slf4j.LoggerFactory;

/** Asynchronous standard output: one thread writes it. The buffered bytes are written before the gateway exits. */
public final class StandardOutput implements AutoCloseable {

    /** The maximum time that the exit waits for the reader of the log. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final AsyncOutput behind;

    /** Starts a thread that writes to {@code target} until the end of the process. */
    public StandardOutput(PrintStream target) {
        behind = new AsyncOutput(target, StandardOutput::reportLoss);
    }

    /** The stream to use instead of {@code target}. */
    public PrintStream stream() {
        return new PrintStream(behind, false, StandardCharsets.UTF_8);
    }

    private static void reportLoss(long lines) {
        LoggerFactory.getLogger(StandardOutput.class)
                .atWarn()
                .addKeyValue("lines", lines)
                .log("Log lines lost");
    }

    /** Writes the buffered bytes, within five seconds. */
    @Override
    public void close() {
        try {
            behind.close(CLOSE_TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
