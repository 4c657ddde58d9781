package com.fincloud.gateway.launch;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Errors after which a process must end: memory is out ({@link OutOfMemoryError}), or the JVM itself has failed ({@link
 * InternalError}, {@link UnknownError}). The thread that meets such an error may be an acceptor, and then nobody opens a connection
 * any more while the process looks alive. A process that ends is started again by its orchestrator.
 *
 * <p>A {@link StackOverflowError} is not one of them: it is the failure of one request or of one task.
 *
 * <p>Code that catches {@link Throwable} or {@link Error}, or that reads the failure which a library has caught, calls {@link
 * #check}; {@link #install} is for the threads whose code nobody here has written.
 */
public final class FatalErrors {

    /** The exit status of such an end, the same as of {@code -XX:+ExitOnOutOfMemoryError}. */
    public static final int EXIT_STATUS = 3;

    /** Causes are followed so far; a chain may be a circle. */
    private static final int MAX_CAUSES = 20;

    private static final FileOutputStream STANDARD_ERROR = new FileOutputStream(FileDescriptor.err);
    private static final byte[] OUT_OF_MEMORY =
            "The gateway ends: java.lang.OutOfMemoryError\n".getBytes(StandardCharsets.US_ASCII);

    private FatalErrors() {}

    /** Ends the process when a thread ends by such an error; any other uncaught exception is logged. */
    public static void install() {
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> {
            check(thrown);
            Logger log = LoggerFactory.getLogger(FatalErrors.class);
            log.atError().setCause(thrown).log("Thread {} has ended by an exception", thread.getName());
        });
    }

    /** Ends the process with {@link #EXIT_STATUS} when {@code thrown} or one of its causes is such an error; else does nothing. */
    public static void check(@Nullable Throwable thrown) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
            if (isFatal(cause)) {
                end(cause);
            }
            cause = cause.getCause();
        }
    }

    /** Whether a process must not go on after {@code thrown}; its causes are not looked at. */
    static boolean isFatal(Throwable thrown) {
        return thrown instanceof VirtualMachineError && !(thrown instanceof StackOverflowError);
    }

    private static void end(Throwable error) {
        try {
            STANDARD_ERROR.write(line(error));
        } catch (IOException | VirtualMachineError e) {
            // there is nobody left to tell
        } finally {
            Runtime.getRuntime().halt(EXIT_STATUS);
        }
    }

    /** Making the line takes memory, too. */
    private static byte[] line(Throwable error) {
        try {
            return ("The gateway ends: " + error + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (VirtualMachineError e) {
            return OUT_OF_MEMORY;
        }
    }
}
