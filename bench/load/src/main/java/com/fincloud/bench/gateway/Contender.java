package com.fincloud.bench.gateway;

import com.fincloud.bench.box.Child;
import com.fincloud.bench.box.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A gateway that can be started.
 *
 * @param database its Redis database, for the two gateways share a server
 */
public record Contender(String name, List<String> command, Path directory, int database) {

    /** Starts it, with its output in {@code logs}; it need not listen yet when this returns. */
    public Gateway start(Site site, Path logs) throws IOException {
        return start(site, logs, Map.of());
    }

    /** The same with some variables of its own. */
    Gateway start(Site site, Path logs, Map<String, String> own) throws IOException {
        int port = Ports.free();
        Path log = logs.resolve(name + "-" + port + ".log");
        Map<String, String> variables = site.variables(port, Ports.free(), database);
        variables.putAll(own);
        return new Gateway(port, new Child(name, command, directory, variables, log));
    }
}
