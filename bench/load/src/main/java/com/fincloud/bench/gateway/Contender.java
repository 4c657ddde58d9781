package com.fincloud.bench.gateway;

import com.fincloud.bench.box.Child;
import com.fincloud.bench.box.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A gateway that can be started.
 *
 * @param database its Redis database, for the two gateways share a server
 */
public record Contender(String name, List<String> command, Path directory, int database) {

    /** Starts it, with its output in {@code logs}; it need not listen yet when this returns. */
    public Gateway start(Site site, Path logs) throws IOException {
        int port = Ports.free();
        Path log = logs.resolve(name + "-" + port + ".log");
        return new Gateway(
                port, new Child(name, command, directory, site.variables(port, Ports.free(), database), log));
    }
}
