package com.fincloud.bench.box;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much of the machine others take while something is measured. */
public final class Noise {

    private static final double TICKS_A_SECOND = 100;
    private static final int[] BUSY = {1, 2, 3, 8
    }; // user, nice, system and stolen time in the first line of /proc/stat

    private final long beganNanos = System.nanoTime();
    private final double foreign = foreignSeconds();

    /** Begins to watch. */
    public Noise() throws IOException {}

    /** How many cores others have taken on average since then. */
    public double foreignCores() throws IOException {
        return Math.max(0, foreignSeconds() - foreign) * 1e9 / (System.nanoTime() - beganNanos);
    }

    private static double foreignSeconds() throws IOException {
        double own =
                new ProcessFigures(ProcessHandle.current().pid()).cpuSecondsWithChildren() + Child.cpuSecondsOfAll();
        return busySeconds() - own;
    }

    private static double busySeconds() throws IOException {
        String[] fields = Files.readAllLines(Path.of("/proc/stat")).get(0).split(" +", -1);
        double ticks = 0;
        for (int field : BUSY) {
            ticks += Long.parseLong(fields[field]);
        }
        return ticks / TICKS_A_SECOND;
    }
}
