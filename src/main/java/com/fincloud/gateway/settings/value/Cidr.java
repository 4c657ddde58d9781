package com.fincloud.gateway.settings.value;

/** A block of addresses, for instance {@code 10.0.0.0/8} or {@code ::1} (RFC 4632). */
public final class Cidr {

    private static final int MAPPED_BITS = 96;

    private final Address network;
    private final int prefix;

    private Cidr(Address network, int prefix) {
        this.network = network;
        this.prefix = prefix;
    }

    /**
     * Parses an address or a block.
     *
     * @throws IllegalArgumentException if {@code text} is neither; a host name is not resolved
     */
    public static Cidr parse(String text) {
        int slash = text.indexOf('/');
        Address network = Address.parse(slash < 0 ? text : text.substring(0, slash));
        if (network == null) {
            throw new IllegalArgumentException("'" + text + "' is no address or CIDR block");
        }
        if (slash < 0) {
            return new Cidr(network, network.bits());
        }
        int least = network.isMapped() ? MAPPED_BITS : 0;
        int most = least + network.bits();
        int prefix = prefix(text, slash + 1);
        if (prefix < least || prefix > most) {
            throw new IllegalArgumentException("'" + text + "' has no prefix of " + least + " to " + most + " bits");
        }
        return new Cidr(network, prefix - least);
    }

    /** Parses a number of at most three digits; -1 for anything else. */
    private static int prefix(String text, int from) {
        int prefix = text.length() > from && text.length() - from <= 3 ? 0 : -1;
        for (int i = from; i < text.length() && prefix >= 0; i++) {
            char c = text.charAt(i);
            prefix = c >= '0' && c <= '9' ? prefix * 10 + c - '0' : -1;
        }
        return prefix;
    }

    /** Whether {@code text} is an IP address in this block; false for anything else. */
    public boolean contains(String text) {
        Address address = Address.parse(text);
        return address != null && contains(address);
    }

    /** Whether an address is in this block. */
    public boolean contains(Address address) {
        return network.sharesPrefix(address, prefix);
    }

    /** Whether {@code text} is a literal IP address. */
    public static boolean isAddress(String text) {
        return Address.parse(text) != null;
    }
}
