package com.fincloud.gateway.routefile;

import com.fincloud.gateway.routefile.live.FileVersion;
import com.fincloud.gateway.routefile.syntax.RouteFileException;
import com.fincloud.gateway.routefile.syntax.RouteFileText;
import com.fincloud.gateway.routefile.trial.FileReading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The state of each file of the folder. Only the folder's thread reads and changes it. */
final class FileStates {

    /** The time until a file whose trial or load timed out is tried again. */
    private static final Duration RETRY = Duration.ofSeconds(30);

    /** A route builder that hangs would hang again, and keep another thread. */
    private static final Duration NEVER = Duration.ofDays(36_500);

    /**
     * The state of one file.
     *
     * @param reading the text as it was last read
     * @param version the serving version; null for none
     * @param error why the text does not serve; null if it serves
     * @param retryNanos when it is tried again, on the clock of {@link System#nanoTime}; 0 means after the next change
     */
    record State(
            FileReading reading, @Nullable FileVersion version, @Nullable RouteFileException error, long retryNanos) {

        boolean isDue() {
            return retryNanos != 0 && retryNanos - System.nanoTime() <= 0;
        }

        /** Whether the text was refused for a reason other than a time-out, so that it may be accepted after a different file changes. */
        boolean isRefused() {
            return error != null && retryNanos == 0;
        }
    }

    private final Map<String, State> states = new TreeMap<>();

    @Nullable
    State of(String name) {
        return states.get(name);
    }

    Set<String> names() {
        return new TreeSet<>(states.keySet());
    }

    void forEach(BiConsumer<String, State> action) {
        states.forEach(action);
    }

    /** The serving version of a file; null for none. */
    @Nullable
    FileVersion version(String name) {
        State state = states.get(name);
        return state == null ? null : state.version();
    }

    /** The names of the beans of a file's serving version. */
    Set<String> beansServing(String name) {
        FileVersion version = version(name);
        return version == null ? Set.of() : version.beanNames();
    }

    /** All serving versions. */
    List<FileVersion> versions() {
        return states.values().stream()
                .map(State::version)
                .filter(Objects::nonNull)
                .toList();
    }

    /** Records that a file's text serves from now on. */
    void served(String name, FileReading reading, FileVersion version) {
        states.put(name, new State(reading, version, null, 0));
    }

    /**
     * Records that a file's text was refused. Its previous version continues to serve.
     *
     * @param late whether it timed out, so that it is tried again
     * @return whether the reasons differ from those of the previous refusal
     */
    boolean refused(String name, FileReading reading, RouteFileException error, boolean late) {
        State before = states.get(name);
        Duration pause = RouteFileText.isBuilder(name) ? NEVER : RETRY;
        states.put(name, new State(reading, version(name), error, late ? System.nanoTime() + pause.toNanos() | 1 : 0));
        return before == null
                || before.error() == null
                || !before.error().findings().equals(error.findings());
    }

    /** Records that a file was removed. */
    void removed(String name) {
        states.remove(name);
    }

    /** The state of each file for readers on other threads; {@code undecided} files are currently under trial. */
    List<RouteFile> files(Collection<String> undecided) {
        List<RouteFile> files = new ArrayList<>();
        states.forEach((name, state) -> files.add(new RouteFile(
                name, state.version() == null ? List.of() : state.version().publicIds(), state.error())));
        for (String name : undecided) {
            if (!states.containsKey(name)) {
                files.add(new RouteFile(name, List.of(), new RouteFileException("the check has not ended", 0, null)));
            }
        }
        return List.copyOf(files);
    }
}
