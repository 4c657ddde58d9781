package com.fincloud.gateway.app;

import com.fincloud.gateway.health.Readiness;
import com.fincloud.gateway.lifecycle.Phase;
import com.fincloud.gateway.server.Draining;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;

/** The first phase after SIGTERM: the instance reports that it is not ready, and continues to serve until load balancers have noticed. */
final class ShutdownDelay implements SmartLifecycle, ApplicationListener<ApplicationReadyEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(ShutdownDelay.class);

    private final Readiness readiness;
    private final Draining draining;
    private final Duration delay;
    private volatile boolean running;

    ShutdownDelay(Readiness readiness, Draining draining, Duration delay) {
        this.readiness = readiness;
        this.draining = draining;
        this.delay = delay;
    }

    @Override
    public void onApplicationEvent(ApplicationReadyEvent event) {
        readiness.started();
        if (readiness.reason() == null) {
            LOG.atInfo()
                    .addKeyValue("seconds", event.getTimeTaken().toMillis() / 1e3)
                    .addKeyValue("java", Runtime.version().toString())
                    .log("Gateway ready");
        }
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        readiness.draining();
        draining.drain();
        LOG.atInfo().addKeyValue("delay_seconds", delay.toSeconds()).log("Gateway draining");
        try {
            Thread.sleep(delay.toMillis());
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
        return Phase.READINESS.value();
    }
}
