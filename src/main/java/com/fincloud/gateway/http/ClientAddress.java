package com.fincloud.gateway.http;

import com.fincloud.gateway.http.header.ForwardedFor;
import com.fincloud.gateway.settings.Address;
import com.fincloud.gateway.settings.Cidr;
import java.util.List;

/** Finds the client's address; {@code X-Forwarded-For} is believed from trusted proxies only, read from the right. */
public final class ClientAddress {

    /** Who is at the other end, and for whom; addresses in their one spelling (RFC 5952). */
    public record Found(String peer, String client, boolean trustedPeer) {}

    private final List<Cidr> trusted;

    public ClientAddress(List<Cidr> trusted) {
        this.trusted = trusted;
    }

    /** Whether {@code address} is a trusted proxy's. */
    public boolean trusts(Address address) {
        for (Cidr block : trusted) {
            if (block.contains(address)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The last address that no trusted proxy vouches for, as forwarded by the peer; else the peer. An entry that is no address, such as
     * {@code unknown}, ends the search: whoever wrote what stands left of it is not known.
     */
    public Found of(String peer, List<String> forwardedFor) {
        if (trusted.isEmpty() && peer.indexOf(':') < 0) {
            return new Found(peer, peer, false); // the system writes IPv4 addresses in one way only
        }
        Address address = Address.ofNode(peer);
        if (address == null) {
            return new Found(peer, peer, false);
        }
        String canonical = address.toString();
        return trusts(address)
                ? new Found(canonical, client(address, forwardedFor).toString(), true)
                : new Found(canonical, canonical, false);
    }

    private Address client(Address peer, List<String> forwardedFor) {
        ForwardedFor entries = new ForwardedFor(forwardedFor);
        Address client = peer;
        for (String entry = entries.previous(); entry != null; entry = entries.previous()) {
            Address hop = Address.ofNode(entry);
            if (hop == null) {
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
