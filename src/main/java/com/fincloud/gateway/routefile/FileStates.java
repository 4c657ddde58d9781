package com.fincloud.gateway.routefile;

import com.fincloud.gateway.routefile.LiveRoutes.Version;
import com.fincloud.gateway.routefile.syntax.RouteFileException;
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

/** What is known of each file of the folder. The folder's thread alone reads and changes it. */
final class FileStates {

    /** The time until a file is tried again whose trial or load ran out of time. */
    private static final Duration RETRY = Duration.ofSeconds(30);

    /**
     * What is known of one file.
     *
     * @param reading the text as it was last read
     * @param version what serves, null for nothing
     * @param error why the text does not serve, null when it does
     * @param retryNanos when it is tried again, on the clock of {@link System#nanoTime}; 0 for when something changes
     */
    record State(FileReading reading, @Nullable Version version, @Nullable RouteFileException error, long retryNanos) {

        boolean isDue() {
            return retryNanos != 0 && retryNanos - System.nanoTime() <= 0;
        }

        /** Whether the text was refused for another reason than time, so that it may come when something else goes. */
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

    /** What a file serves, null for nothing. */
    @Nullable
    Version version(String name) {
        State state = states.get(name);
        return state == null ? null : state.version();
    }

    /** The names of the beans that a file serves. */
    Set<String> beansServing(String name) {
        Version version = version(name);
        return version == null ? Set.of() : version.beanNames();
    }

    /** Everything that serves. */
    List<Version> versions() {
        return states.values().stream()
                .map(State::version)
                .filter(Objects::nonNull)
                .toList();
    }

    /** A file's text serves from now on. */
    void served(String name, FileReading reading, Version version) {
        states.put(name, new State(reading, version, null, 0));
    }

    /**
     * A file's text was refused; what it served before goes on.
     *
     * @param late whether it was for lack of time, so that it is tried again
     * @return whether the file was not refused for the same reasons before
     */
    boolean refused(String name, FileReading reading, RouteFileException error, boolean late) {
        State before = states.get(name);
        states.put(name, new State(reading, version(name), error, late ? System.nanoTime() + RETRY.toNanos() | 1 : 0));
        return before == null
                || before.error() == null
                || !before.error().findings().equals(error.findings());
    }

    /** A file is gone. */
    void removed(String name) {
        states.remove(name);
    }

    /** What became of each file, for others to read; {@code undecided} files are tried now. */
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
