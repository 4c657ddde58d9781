package com.fincloud.bench.box;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the kernel says of a process (proc(5)): all its threads together. */
public final class ProcessFigures {

    /** Linux counts CPU time for its users in these, whatever its own clock does. */
    private static final double TICKS_A_SECOND = 100;

    private static final int UTIME = 11; // of the fields after the command's name; STIME, CUTIME and CSTIME follow
    private static final int OWN = 2;
    private static final int WITH_CHILDREN = 4;

    private final Path directory;

    /** The figures of a process that runs. */
    public ProcessFigures(long pid) {
        directory = Path.of("/proc", Long.toString(pid));
    }

    /** CPU time so far, in seconds. */
    public double cpuSeconds() throws IOException {
        return cpuSeconds(OWN);
    }

    /** The same with all its children that have ended. */
    double cpuSecondsWithChildren() throws IOException {
        return cpuSeconds(WITH_CHILDREN);
    }

    private double cpuSeconds(int counters) throws IOException {
        String stat = Files.readString(directory.resolve("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = 0;
        for (int i = 0; i < counters; i++) {
            ticks += Long.parseLong(fields[UTIME + i]);
        }
        return ticks / TICKS_A_SECOND;
    }

    /** Resident memory now, in MB of 1,048,576 bytes. */
    public double residentMegabytes() throws IOException {
        return kilobytes("VmRSS:") / 1024.0;
    }

    /** The most memory that ever was resident, in the same unit. */
    public double peakMegabytes() throws IOException {
        return kilobytes("VmHWM:") / 1024.0;
    }

    private long kilobytes(String field) throws IOException {
        for (String line : Files.readAllLines(directory.resolve("status"))) {
            if (line.startsWith(field)) {
                return Long.parseLong(
                        line.substring(field.length()).replace("kB", "").trim());
            }
        }
        throw new IOException("no " + field + " in " + directory);
    }
}
