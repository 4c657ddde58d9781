package com.fincloud.bench.box;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A process of this run, which ends with the run however that ends. Its output goes to a file. */
public final class Child implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Set<Process> ALIVE = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> ALIVE.forEach(Process::destroyForcibly), "children"));
    }

    private final String name;
    private final Process process;
    private final Path log;
    private final long startedNanos = System.nanoTime();

    /** Starts a command in a directory, with variables besides those of this process. */
    public Child(String name, List<String> command, Path directory, Map<String, String> variables, Path log)
            throws IOException {
        this.name = name;
        this.log = log;
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(variables);
        process = builder.start();
        ALIVE.add(process);
    }

    /** The CPU time of all that run. */
    static double cpuSecondsOfAll() throws IOException {
        double seconds = 0;
        for (Process process : ALIVE) {
            seconds += process.isAlive() ? new ProcessFigures(process.pid()).cpuSecondsWithChildren() : 0;
        }
        return seconds;
    }

    /** The process id. */
    public long pid() {
        return process.pid();
    }

    /** Where its output is. */
    public Path log() {
        return log;
    }

    /** The {@link System#nanoTime()} at which it was started. */
    public long startedNanos() {
        return startedNanos;
    }

    /**
     * Nothing, while it runs.
     *
     * @throws IllegalStateException when it has ended
     */
    public void requireAlive() {
        if (!process.isAlive()) {
            throw new IllegalStateException(name + " ended with status " + process.exitValue() + ": see " + log);
        }
    }

    /** Ends it: SIGTERM, and SIGKILL when that does not do in so much time. */
    public void terminate(Duration patience) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly().waitFor();
        }
        ALIVE.remove(process);
    }

    @Override
    public void close() {
        try {
            terminate(PATIENCE);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
