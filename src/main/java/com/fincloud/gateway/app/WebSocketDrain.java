package com.fincloud.gateway.app;

import com.fincloud.gateway.lifecycle.Phase;
import com.fincloud.gateway.websocket.WebSockets;
import java.time.Duration;
import org.springframework.context.SmartLifecycle;

/** Closes the WebSockets at the stop with the status 1001, after the port has closed. */
final class WebSocketDrain implements SmartLifecycle {

    /** A little more than the peers have to answer a close frame. */
    private static final Duration MOST = Duration.ofMillis(5_500);

    private final WebSockets webSockets;
    private volatile boolean running;

    WebSocketDrain(WebSockets webSockets) {
        this.webSockets = webSockets;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        webSockets.drain(MOST);
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return Phase.WEBSOCKETS.value();
    }
}
