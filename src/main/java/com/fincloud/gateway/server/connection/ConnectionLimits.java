package com.fincloud.gateway.server.connection;

import com.fincloud.gateway.settings.Address;
import java.util.function.Predicate;

/**
 * How many connections there may be.
 *
 * @param all of all clients together
 * @param perClient of one address, or of one block of IPv6 addresses
 * @param ipv6Prefix bits of such a block
 * @param trusted proxies, which have as many as they need
 */
public record ConnectionLimits(int all, int perClient, int ipv6Prefix, Predicate<Address> trusted) {

    /** What Tomcat takes beyond that: where all connections are in use, a probe still gets in. */
    private static final int ROOM = 64;

    /** No bounds. */
    static final ConnectionLimits NONE =
            new ConnectionLimits(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.SIZE, address -> false);

    int tomcats() {
        return all + ROOM;
    }
}
