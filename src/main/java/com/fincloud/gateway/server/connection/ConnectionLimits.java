package com.fincloud.gateway.server.connection;

import com.fincloud.gateway.settings.value.Address;
import java.util.function.Predicate;

/**
 * The limits for the number of connections.
 *
 * @param all for all clients together
 * @param perClient for one address, or for one block of IPv6 addresses
 * @param ipv6Prefix the prefix length of such a block in bits
 * @param trusted the trusted proxies, which have no limit
 */
public record ConnectionLimits(int all, int perClient, int ipv6Prefix, Predicate<Address> trusted) {

    /** Connections that Tomcat accepts beyond the limit, so that a health probe still gets in while all connections are in use. */
    private static final int ROOM = 64;

    /** No limits. */
    static final ConnectionLimits NONE =
            new ConnectionLimits(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.SIZE, address -> false);

    int tomcats() {
        return all + ROOM;
    }
}
