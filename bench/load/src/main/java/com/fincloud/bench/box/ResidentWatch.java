package com.fincloud.bench.box;

import java.io.IOException;

/** Watches the resident memory of a process while something goes on. */
public final class ResidentWatch implements AutoCloseable {

    private static final long PERIOD_MILLIS = 50;

    private final ProcessFigures process;
    private final double before;
    private final Thread thread = new Thread(this::watch, "resident-watch");
    private volatile double most;
    private volatile boolean over;

    /** Begins to watch. */
    public ResidentWatch(ProcessFigures process) throws IOException {
        this.process = process;
        this.before = process.residentMegabytes();
        this.most = before;
        thread.setDaemon(true);
        thread.start();
    }

    private void watch() {
        try {
            while (!over) {
                most = Math.max(most, process.residentMegabytes());
                Thread.sleep(PERIOD_MILLIS);
            }
        } catch (IOException | InterruptedException e) {
            most = Double.NaN; // the process is gone, and with it the question
        }
    }

    /** The most that was resident, in MB. */
    public double mostMegabytes() {
        return most;
    }

    /** How much more that is than at the beginning. */
    public double growthMegabytes() {
        return most - before;
    }

    @Override
    public void close() {
        over = true;
    }
}
