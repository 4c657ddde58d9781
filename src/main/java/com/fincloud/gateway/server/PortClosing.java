package com.fincloud.gateway.server;

import com.fincloud.gateway.lifecycle.Phase;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Closes the port once the delay after SIGTERM is over, and serves who is connected for a second more. A load balancer that does not
 * ask for readiness learns only from a refused connection that this instance goes; what it has sent by then is answered.
 */
final class PortClosing implements SmartLifecycle {

    private static final Duration LINGER = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(PortClosing.class);

    private final List<GatewayHttp11Protocol> protocols = new CopyOnWriteArrayList<>();
    private final Duration linger;
    private volatile boolean running;

    /** Lingers no longer than {@code delay}: who wants a quick end gets it. */
    PortClosing(Duration delay) {
        this.linger = delay.compareTo(LINGER) < 0 ? delay : LINGER;
    }

    /** Has a port closed in its time. */
    void add(GatewayHttp11Protocol protocol) {
        protocols.add(protocol);
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        try {
            for (GatewayHttp11Protocol protocol : protocols) {
                protocol.closePort();
            }
            Thread.sleep(linger.toMillis());
        } catch (IOException e) {
            LOG.atWarn().addKeyValue("error", e.getMessage()).log("Port closes late");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return Phase.PORT.value();
    }
}
