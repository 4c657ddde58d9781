package com.fincloud.gateway.edge;

import com.fincloud.gateway.settings.Cidr;
import com.fincloud.gateway.settings.Values;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Finds the client's address; {@code X-Forwarded-For} is believed from trusted proxies only, read from the right. */
final class ClientAddress {

    /** Who is at the other end, and for whom. */
    record Found(String peer, String client, boolean trustedPeer) {}

    private final List<Cidr> trusted;

    ClientAddress(List<Cidr> trusted) {
        this.trusted = trusted;
    }

    /** Whether {@code address} is a trusted proxy's. */
    private boolean trusts(String address) {
        for (Cidr block : trusted) {
            if (block.contains(address)) {
                return true;
            }
        }
        return false;
    }

    /** The last address that no trusted proxy vouches for, as forwarded by the peer; else the peer. */
    Found of(String peer, List<String> forwardedFor) {
        return trusts(peer) ? new Found(peer, client(peer, forwardedFor), true) : new Found(peer, peer, false);
    }

    private String client(String peer, List<String> forwardedFor) {
        List<String> hops = new ArrayList<>();
        for (String value : forwardedFor) {
            hops.addAll(Values.list(value));
        }
        Collections.reverse(hops);
        String client = peer;
        for (String hop : hops) {
            if (!Cidr.isAddress(hop)) {
                return client;
            }
            client = hop;
            if (!trusts(hop)) {
                return client;
            }
        }
        return client;
    }
}
