package com.fincloud.gateway.app;

import com.fincloud.gateway.lifecycle.Phase;
import com.fincloud.gateway.revocation.RevocationFeed;
import org.apache.camel.CamelContext;
import org.apache.camel.RuntimeCamelException;
import org.springframework.context.SmartLifecycle;

/** Loads all revocations and subscribes to their channel before the port opens, so that a restart does not revive a revoked token. */
final class RevocationLifecycle implements SmartLifecycle {

    private final CamelContext context;
    private final RevocationFeed feed;
    private volatile boolean running;

    RevocationLifecycle(CamelContext context, RevocationFeed feed) {
        this.context = context;
        this.feed = feed;
    }

    @Override
    public void start() {
        try {
            context.addRoutes(new RevocationRoute(feed));
        } catch (Exception e) {
            throw RuntimeCamelException.wrapRuntimeCamelException(e);
        }
        feed.listen();
        running = true;
    }

    @Override
    public void stop() {
        running = false; // the feed continues until the last request is answered, and is closed as a bean
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return Phase.REVOCATIONS.value();
    }
}
