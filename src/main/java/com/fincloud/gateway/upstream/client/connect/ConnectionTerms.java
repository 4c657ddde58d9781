package com.fincloud.gateway.upstream.client.connect;

import java.time.Duration;

/**
 * How long the gateway relies on what it once found out about backends.
 *
 * @param maxAge maximum age of a connection; an older one serves no further request
 * @param nameAge time after which a name is looked up again
 */
public record ConnectionTerms(Duration maxAge, Duration nameAge) {

    /** The defaults of the settings. */
    public static final ConnectionTerms USUAL = new ConnectionTerms(Duration.ofMinutes(2), Duration.ofSeconds(5));
}
