package com.fincloud.bench.gateway;

import com.fincloud.bench.box.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One of the two gateways: how it starts, and the process that is measured warm. */
public final class Side implements AutoCloseable {

    private final String name;
    private final Contender plain;
    private final Contender image;
    private final Site site;
    private final Path logs;
    private @Nullable Gateway running;
    private @Nullable Gateway runningPlain;

    /**
     * A gateway that does not run yet.
     *
     * @param plain started from its jar
     * @param image started as in its image
     */
    public Side(String name, Contender plain, Contender image, Site site, Path logs) {
        this.name = name;
        this.plain = plain;
        this.image = image;
        this.site = site;
        this.logs = logs;
    }

    /** What the table calls it. */
    public String name() {
        return name;
    }

    /** A new process, from the jar. */
    public Gateway startPlain() throws IOException {
        return plain.start(site, logs);
    }

    /** A new process, as in the image. */
    public Gateway startImage() throws IOException {
        return image.start(site, logs);
    }

    /** The same with some variables of its own. */
    public Gateway startImage(Map<String, String> own) throws IOException {
        return image.start(site, logs, own);
    }

    /** The one process, as in the image, that lives through all rounds. */
    public Gateway running() throws IOException, InterruptedException {
        if (running == null) {
            running = listening(startImage());
        }
        return running;
    }

    /** The one process from the jar that lives through all rounds. */
    public Gateway runningPlain() throws IOException, InterruptedException {
        if (runningPlain == null) {
            runningPlain = listening(startPlain());
        }
        return runningPlain;
    }

    private static Gateway listening(Gateway gateway) throws IOException, InterruptedException {
        Ports.awaitListening(gateway.port(), gateway.process());
        return gateway;
    }

    /** Ends both processes. */
    @Override
    public void close() {
        if (running != null) {
            running.close();
        }
        if (runningPlain != null) {
            runningPlain.close();
        }
    }
}
