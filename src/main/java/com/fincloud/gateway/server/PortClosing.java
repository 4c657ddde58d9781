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
 * Closes the port after the delay that follows SIGTERM, and serves open connections for one more second. A load balancer that does not
 * check readiness learns from a refused connection that this instance stops. Requests that it has sent by then are answered.
 */
final class PortClosing implements SmartLifecycle {

    private static final Duration LINGER = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(PortClosing.class);

    private final List<GatewayHttp11Protocol> protocols = new CopyOnWriteArrayList<>();
    private final Duration linger;
    private volatile boolean running;

    /** Serves open connections no longer than {@code delay}, so that a short delay makes a quick stop. */
    PortClosing(Duration delay) {
        this.linger = delay.compareTo(LINGER) < 0 ? delay : LINGER;
    }

    /** Adds a port to close. */
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
