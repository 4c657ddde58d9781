package com.fincloud.gateway.lifecycle;

/**
 * The phases of start and stop, in the order of the start; the stop uses the reverse order. Spring Boot starts its web server in phase
 * {@code MAX - 2048} and closes the port in phase {@code MAX - 1024}, so the gateway's own phases lie around these two.
 */
public enum Phase {

    /** The routes start before the port opens, so that no client reaches a gateway without routes. */
    ROUTES(2100),

    /** The revocations are loaded before the port opens, so that a restart does not revive a revoked token. */
    REVOCATIONS(2099),

    /** At the stop, the gateway waits for requests in flight after the port has closed and before the web server stops. */
    REQUESTS_IN_FLIGHT(1536),

    /** At the stop, WebSockets are closed once the port is, so that their clients connect to a different instance. */
    WEBSOCKETS(768),

    /** The documents of the services are fetched once the port is open, so that no start waits for a service. */
    DOCUMENTS(1024),

    /** At the stop, the port is closed before Spring Boot does so, which would also drop requests on open connections. */
    PORT(512),

    /** At the stop, the instance first reports that it is not ready, and continues to serve until load balancers have noticed. */
    READINESS(0);

    private final int belowMax;

    Phase(int belowMax) {
        this.belowMax = belowMax;
    }

    /** The value for Spring's {@code SmartLifecycle}. */
    public int value() {
        return Integer.MAX_VALUE - belowMax;
    }
}
