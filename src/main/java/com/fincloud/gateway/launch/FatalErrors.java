package com.fincloud.gateway.launch;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Errors after which the process must end: no memory ({@link OutOfMemoryError}), or a failure of the JVM itself ({@link InternalError},
 * {@link UnknownError}). Such an error may end the acceptor thread; then no client can connect any more while the process looks alive. The
 * orchestrator restarts a process that has ended.
 *
 * <p>A {@link StackOverflowError} is not fatal: it is the failure of one request or of one task.
 *
 * <p>Code that catches {@link Throwable} or {@link Error}, or that reads a failure which a library has caught, must call {@link #check}.
 * {@link #install} covers threads of libraries.
 */
public final class FatalErrors {

    /** The exit status after a fatal error, the same as with {@code -XX:+ExitOnOutOfMemoryError}. */
    public static final int EXIT_STATUS = 3;

    /** The maximum depth of causes, because a chain of causes may be a cycle. */
    private static final int MAX_CAUSES = 20;

    private static final FileOutputStream STANDARD_ERROR = new FileOutputStream(FileDescriptor.err);
    private static final byte[] OUT_OF_MEMORY =
            "The gateway ends: java.lang.OutOfMemoryError\n".getBytes(StandardCharsets.US_ASCII);

    private FatalErrors() {}

    /** Ends the process if a fatal error ends a thread. Any other uncaught exception is logged. */
    public static void install() {
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> {
            check(thrown);
            Logger log = LoggerFactory.getLogger(FatalErrors.class);
            log.atError().setCause(thrown).log("Thread {} has ended by an exception", thread.getName());
        });
    }

    /** Ends the process with {@link #EXIT_STATUS} if {@code thrown} or one of its causes is a fatal error; otherwise does nothing. */
    public static void check(@Nullable Throwable thrown) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
            if (isFatal(cause)) {
                end(cause);
            }
            cause = cause.getCause();
        }
    }

    /** Whether {@code thrown} itself is a fatal error. Its causes are not checked. */
    static boolean isFatal(Throwable thrown) {
        return thrown instanceof VirtualMachineError && !(thrown instanceof StackOverflowError);
    }

    private static void end(Throwable error) {
        try {
            STANDARD_ERROR.write(line(error));
        } catch (IOException | VirtualMachineError e) {
            // the failure cannot be reported anywhere
        } finally {
            Runtime.getRuntime().halt(EXIT_STATUS);
        }
    }

    /** Creates the line in advance, because creating it needs memory. */
    private static byte[] line(Throwable error) {
        try {
            return ("The gateway ends: " + error + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (VirtualMachineError e) {
            return OUT_OF_MEMORY;
        }
    }
}
