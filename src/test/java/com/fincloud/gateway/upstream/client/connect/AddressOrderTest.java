package com.fincloud.gateway.upstream.client.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class AddressOrderTest {

    private static final int PORT = 8001;

    private long now;
    private final AddressOrder order = new AddressOrder(() -> now);

    private static List<InetAddress> addresses(String... texts) throws UnknownHostException {
        InetAddress[] found = new InetAddress[texts.length];
        for (int i = 0; i < texts.length; i++) {
            found[i] = InetAddress.getAllByName(texts[i])[0];
        }
        return Arrays.asList(found);
    }

    private List<String> order(String... texts) throws UnknownHostException {
        return order.of(addresses(texts), PORT).stream()
                .map(at -> at.getAddress().getHostAddress())
                .toList();
    }

    private static InetSocketAddress at(String address) throws UnknownHostException {
        return new InetSocketAddress(addresses(address).get(0), PORT);
    }

    @Test
    void theFamiliesAlternate() throws Exception {
        assertThat(order("10.0.0.1", "10.0.0.2", "10.0.0.3", "2001:db8::1"))
                .containsExactly("10.0.0.1", "2001:db8:0:0:0:0:0:1", "10.0.0.2", "10.0.0.3");
    }

    @Test
    void anAddressThatFailedComesLastForAMinute() throws Exception {
        order.failed(at("10.0.0.1"));
        now += AddressOrder.FAILED_NANOS - 1;
        assertThat(order("10.0.0.1", "10.0.0.2")).containsExactly("10.0.0.2", "10.0.0.1");

        now += 1;
        assertThat(order("10.0.0.1", "10.0.0.2")).containsExactly("10.0.0.1", "10.0.0.2");
    }

    @Test
    void anAddressThatAcceptsAgainComesFirstAgain() throws Exception {
        order.failed(at("10.0.0.1"));
        order.worked(at("10.0.0.1"));

        assertThat(order("10.0.0.1", "10.0.0.2")).containsExactly("10.0.0.1", "10.0.0.2");
    }
}
