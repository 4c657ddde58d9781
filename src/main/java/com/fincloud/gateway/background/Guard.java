package com.fincloud.gateway.background;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a task and keeps every exception and every {@link Error} of it from its thread: an executor never again runs a periodic task that
 * has thrown. Each distinct failure is logged once, each failed run is counted.
 */
final class Guard {

    private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

    /** Distinct failures that are remembered and logged. Further ones are only counted. */
    private static final int MOST_REPORTED = 50;

    private static final int FRAMES = 8;

    private final BackgroundTask task;
    private final Set<String> reported = ConcurrentHashMap.newKeySet();

    Guard(BackgroundTask task) {
        this.task = task;
    }

    /** Runs {@code action}; false when it has failed. */
    boolean run(Runnable action) {
        try {
            action.run();
            return true;
        } catch (Throwable e) {
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
            // To log may need what the task lacked, memory or stack for instance. The failure is counted.
        }
        if (failure instanceof OutOfMemoryError error) {
            OutOfMemory.handle(error);
        }
    }

    /** A message may contain a URL with a password or a piece of a document. The class and the place are enough to find the fault. */
    private void report(Throwable failure) {
        String place = place(failure);
        if (reported.size() < MOST_REPORTED && reported.add(place)) {
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
