package com.fincloud.bench.load;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** A closed loop: so many connections, each of which sends its next request once it has the answer to the last. */
public interface Load {

    /** Runs for {@code time} against a port of this machine. */
    LoadResult run(int port, Requests requests, int connections, Duration time)
            throws IOException, InterruptedException;

    /** Name and version. */
    String name();

    /** wrk where it is installed, for it needs the least of the CPU that it shares with the gateway; else threads of this process. */
    static Load best(Path directory) throws IOException, InterruptedException {
        return Wrk.isInstalled() ? new Wrk(directory) : new ClosedLoop();
    }
}
