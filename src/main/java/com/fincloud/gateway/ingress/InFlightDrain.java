package com.fincloud.gateway.ingress;

import com.fincloud.gateway.lifecycle.Phase;
import com.fincloud.gateway.server.GatewayAdapter;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Waits for the requests in flight, 30 s at most, after the port has stopped accepting connections. Spring Boot's graceful shutdown counts
 * servlet requests only, and the adapter is not a servlet.
 */
public final class InFlightDrain implements SmartLifecycle {

    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final Logger LOG = LoggerFactory.getLogger(InFlightDrain.class);

    private final GatewayAdapter adapter;
    private volatile boolean running;

    public InFlightDrain(GatewayAdapter adapter) {
        this.adapter = adapter;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        long began = System.nanoTime();
        while (adapter.inFlight() > 0 && System.nanoTime() - began < LIMIT_NANOS) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        LOG.atInfo().addKeyValue("requests_cut_off", adapter.inFlight()).log("Requests in flight drained");
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return Phase.REQUESTS_IN_FLIGHT.value();
    }
}
