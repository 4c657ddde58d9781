package com.fincloud.gateway.settings;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** A block of addresses, for instance {@code 10.0.0.0/8} or {@code ::1} (RFC 4632). */
public final class Cidr {

    /** 0 to 255 without leading zeros, which some read as octal; the JDK would ask DNS for a larger number. */
    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d{2}|[1-9]?\\d)";

    private final byte[] network;
    private final int prefix;

    private Cidr(byte[] network, int prefix) {
        this.network = network;
        this.prefix = prefix;
    }

    /**
     * Reads an address or a block.
     *
     * @throws IllegalArgumentException when {@code text} is neither; a host name is not looked up
     */
    public static Cidr parse(String text) {
        int slash = text.indexOf('/');
        byte[] network = address(slash < 0 ? text : text.substring(0, slash));
        if (network == null) {
            throw new IllegalArgumentException("'" + text + "' is no address or CIDR block");
        }
        int bits = network.length * 8;
        String prefix = slash < 0 ? Integer.toString(bits) : text.substring(slash + 1);
        if (!prefix.matches("\\d{1,3}") || Integer.parseInt(prefix) > bits) {
            throw new IllegalArgumentException("'" + text + "' has no prefix of 0 to " + bits + " bits");
        }
        return new Cidr(network, Integer.parseInt(prefix));
    }

    /** Whether {@code text} is an IP address of this block; false for anything else. */
    public boolean contains(String text) {
        byte[] address = address(text);
        if (address == null || address.length != network.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            int mask = 0x80 >> (bit & 7);
            if ((address[bit >> 3] & mask) != (network[bit >> 3] & mask)) {
                return false;
            }
        }
        return true;
    }

    /** Whether {@code text} is a literal IP address. */
    public static boolean isAddress(String text) {
        return address(text) != null;
    }

    /** The bytes of a literal address; IPv4 in IPv6 becomes IPv4, and no name is ever resolved. */
    private static byte @Nullable [] address(String text) {
        boolean v4 = text.matches(OCTET + "(\\." + OCTET + "){3}");
        boolean v6 = text.indexOf(':') >= 0 && text.matches("[0-9a-fA-F:.]{2,45}");
        if (!v4 && !v6) {
            return null;
        }
        try {
            return InetAddress.getByName(text).getAddress();
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
