package com.fincloud.bench.scenario;

import com.fincloud.bench.gateway.Gateway;
import com.fincloud.bench.load.Load;
import com.fincloud.bench.load.Requests;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/** What a new process gets before anything is measured of it, so that its JVM has compiled what it will. */
final class WarmUp {

    private static final int CONNECTIONS = 64;

    private final Requests requests;
    private final Load load;
    private final Pace pace;
    private final Set<Gateway> warm = new HashSet<>();

    WarmUp(Requests requests, Load load, Pace pace) {
        this.requests = requests;
        this.load = load;
        this.pace = pace;
    }

    /** Loads a gateway until it does not become faster any more, unless that was done. */
    void of(Gateway gateway) throws IOException, InterruptedException {
        if (warm.add(gateway)) {
            pace.untilWarm(() -> {
                gateway.emptyLog();
                return load.run(gateway.port(), requests, CONNECTIONS, pace.slice())
                        .rate();
            });
        }
    }
}
