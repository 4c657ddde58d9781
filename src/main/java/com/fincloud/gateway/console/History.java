package com.fincloud.gateway.console;

import com.fincloud.gateway.background.BackgroundTask;
import com.fincloud.gateway.background.BackgroundTasks;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The counters of the last minute, one sample each five seconds, so that the page has figures as soon as it is opened. */
final class History implements AutoCloseable {

    static final Duration PAUSE = Duration.ofSeconds(5);

    private static final int SAMPLES = 13; // the first is a minute before the last

    private final Supplier<@Nullable Map<String, Object>> source;
    private final Deque<Map<String, Object>> samples = new ArrayDeque<>();
    private final BackgroundTasks timer = new BackgroundTasks(BackgroundTask.CONSOLE_HISTORY);

    /** Creates an empty history of samples from {@code source}, which gives null if there is nothing to keep. */
    History(Supplier<@Nullable Map<String, Object>> source) {
        this.source = source;
    }

    /** Takes samples from now on. */
    History start() {
        timer.every(Duration.ZERO, PAUSE, this::take);
        return this;
    }

    void take() {
        Map<String, Object> sample = source.get();
        synchronized (samples) {
            if (sample == null) {
                samples.clear();
                return;
            }
            samples.add(sample);
            if (samples.size() > SAMPLES) {
                samples.remove();
            }
        }
    }

    /** The samples, the earliest first. */
    List<Map<String, Object>> samples() {
        synchronized (samples) {
            return List.copyOf(samples);
        }
    }

    @Override
    public void close() {
        timer.close();
    }
}
