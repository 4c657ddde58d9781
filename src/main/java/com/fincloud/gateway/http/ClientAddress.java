package com.fincloud.gateway.http;

import com.fincloud.gateway.http.header.ForwardedFor;
import com.fincloud.gateway.settings.value.Address;
import com.fincloud.gateway.settings.value.Cidr;
import java.util.List;

/** Finds the client's address. {@code X-Forwarded-For} is read from the right, and only if a trusted proxy sent it. */
public final class ClientAddress {

    /** The peer of the connection and the client that it forwards for. Addresses are in canonical form (RFC 5952). */
    public record Found(String peer, String client, boolean trustedPeer) {}

    private final List<Cidr> trusted;

    public ClientAddress(List<Cidr> trusted) {
        this.trusted = trusted;
    }

    /** Whether {@code address} belongs to a trusted proxy. */
    public boolean trusts(Address address) {
        for (Cidr block : trusted) {
            if (block.contains(address)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The last forwarded address that is not a trusted proxy; the peer if there is none. An entry that is not an address, such as
     * {@code unknown}, ends the search, because the author of the entries to its left is unknown.
     */
    public Found of(String peer, List<String> forwardedFor) {
        if (trusted.isEmpty() && peer.indexOf(':') < 0) {
            return new Found(peer, peer, false); // the operating system writes IPv4 addresses in canonical form
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
