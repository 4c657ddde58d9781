package com.fincloud.gateway.background;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a task and catches every exception and {@link Error}, because an executor never again runs a periodic task that has thrown. Each
 * distinct failure is logged once; each failed run is counted.
 */
final class Guard {

    private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

    /** The maximum number of distinct failures that are logged. Further failures are only counted. */
    private static final int MAX_REPORTED = 50;

    private static final int FRAMES = 8;

    private final BackgroundTask task;
    private final Set<String> reported = ConcurrentHashMap.newKeySet();

    Guard(BackgroundTask task) {
        this.task = task;
    }

    /** Runs {@code action}. Returns false if it has failed. An exception is no failure once {@code ended} returns true. */
    boolean run(Runnable action, BooleanSupplier ended) {
        try {
            action.run();
            return true;
        } catch (Throwable e) {
            if (e instanceof RuntimeException && ended.getAsBoolean()) {
                return true;
            }
            failed(e);
            return false;
        }
    }

    /** Counts and logs a failure. */
    void failed(Throwable failure) {
        task.failed();
        try {
            report(failure);
        } catch (Throwable e) {
            // Logging may need what the task lacked, for instance memory or stack. The failure is counted anyway.
        }
        if (failure instanceof OutOfMemoryError error) {
            OutOfMemory.handle(error);
        }
    }

    /**
     * Logs the class and the place of the failure, which are sufficient to find the fault. Its message may contain a password or a part of
     * a document.
     */
    private void report(Throwable failure) {
        String place = place(failure);
        if (reported.size() < MAX_REPORTED && reported.add(place)) {
            LOG.atError()
                    .addKeyValue("task", task.word())
                    .addKeyValue("error", failure.getClass().getName())
                    .addKeyValue("at", place)
                    .log("Background task failed");
        }
    }

    private static String place(Throwable failure) {
        StringBuilder place = new StringBuilder();
        Throwable next = failure;
        for (int causes = 0; next != null && causes < FRAMES; causes++) {
            place.append(place.isEmpty() ? "" : " caused by ")
                    .append(next.getClass().getName());
            StackTraceElement[] frames = next.getStackTrace();
            for (int i = 0; i < Math.min(FRAMES, frames.length); i++) {
                place.append(i == 0 ? " at " : " < ")
                        .append(frames[i].getClassName())
                        .append('.')
                        .append(frames[i].getMethodName())
                        .append(':')
                        .append(frames[i].getLineNumber());
            }
            next = next.getCause();
        }
        return place.toString();
    }
}
