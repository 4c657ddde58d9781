package com.fincloud.gateway.upstream.client.connect;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * The order in which the addresses of a name are tried (RFC 8305 section 4): IPv4 and IPv6 alternate, beginning with the family of the
 * first address. Addresses that have failed lately come last.
 */
final class AddressOrder {

    /** The time for which a failed address comes last. */
    static final long FAILED_NANOS = Duration.ofMinutes(1).toNanos();

    private static final int MAX_FAILED = 1000;

    private final LongSupplier clock;
    private final Map<InetSocketAddress, Long> failedAt = new ConcurrentHashMap<>();

    AddressOrder(LongSupplier nanoClock) {
        this.clock = nanoClock;
    }

    /** The address refused a connection, or another address accepted earlier although it was tried later. */
    void failed(InetSocketAddress address) {
        if (failedAt.size() < MAX_FAILED) {
            failedAt.put(address, clock.getAsLong());
        } else {
            failedAt.clear();
        }
    }

    /** The address has accepted a connection. */
    void worked(InetSocketAddress address) {
        if (!failedAt.isEmpty()) {
            failedAt.remove(address);
        }
    }

    /** The addresses in the order in which they are tried. */
    Deque<InetSocketAddress> of(List<InetAddress> addresses, int port) {
        Deque<InetSocketAddress> order = new ArrayDeque<>();
        List<InetSocketAddress> last = new ArrayList<>();
        for (InetAddress address : alternating(addresses)) {
            InetSocketAddress at = new InetSocketAddress(address, port);
            (hasFailed(at) ? last : order).add(at);
        }
        order.addAll(last);
        return order;
    }

    private boolean hasFailed(InetSocketAddress address) {
        Long since = failedAt.isEmpty() ? null : failedAt.get(address);
        return since != null && clock.getAsLong() - since < FAILED_NANOS;
    }

    private static Collection<InetAddress> alternating(List<InetAddress> addresses) {
        if (addresses.size() < 3) {
            return addresses;
        }
        Deque<InetAddress> first = new ArrayDeque<>();
        Deque<InetAddress> second = new ArrayDeque<>();
        for (InetAddress address : addresses) {
            (address.getClass() == addresses.get(0).getClass() ? first : second).add(address);
        }
        List<InetAddress> order = new ArrayList<>(addresses.size());
        while (!first.isEmpty() || !second.isEmpty()) {
            if (!first.isEmpty()) {
                order.add(first.poll());
            }
            if (!second.isEmpty()) {
                order.add(second.poll());
            }
        }
        return order;
    }
}
