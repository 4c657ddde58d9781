package com.fincloud.gateway.settings.value;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An IP address as bytes. Its text is in canonical form (RFC 5952), and an IPv4-mapped IPv6 address ({@code ::ffff:192.0.2.1}) is the IPv4
 * address. Host names are never resolved, and parsing takes linear time.
 */
public final class Address {

    private static final int V4 = 4;
    private static final int V6 = 16;

    /** The maximum length of an address: eight groups, or six groups and an IPv4 address. */
    private static final int MAX_TEXT = 45;

    /** The prefix {@code 64:ff9b::/96} (RFC 6052): each of its addresses is an IPv4 client behind a translator. */
    private static final byte[] TRANSLATED = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};

    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xff, (byte) 0xff};

    private final byte[] bytes;
    private final boolean mapped;

    private Address(byte[] bytes) {
        this.mapped = bytes.length == V6 && startsWith(bytes, MAPPED);
        this.bytes = mapped ? Arrays.copyOfRange(bytes, V6 - V4, V6) : bytes;
    }

    /**
     * Parses a literal address; null for anything else. An IPv4 number with a leading zero is refused, because some parsers read it as
     * octal.
     */
    public static @Nullable Address parse(String text) {
        return parse(text, 0, text.length());
    }

    /**
     * Parses an address as servers and proxies write a peer: optionally in brackets or quotes, with a port, and with a zone (RFC 7239
     * section 6, RFC 6874). Null for anything else, including {@code unknown} and {@code _hidden}.
     */
    public static @Nullable Address ofNode(String text) {
        int from = 0;
        int to = text.length();
        if (to >= 2 && text.charAt(0) == '"' && text.charAt(to - 1) == '"') {
            from++;
            to--;
        }
        if (from < to && text.charAt(from) == '[') {
            int close = text.indexOf(']', from);
            boolean whole = close == to - 1;
            return close > from && close < to && (whole || isPort(text, close + 1, to))
                    ? sixWithZone(text, from + 1, close)
                    : null;
        }
        int colon = text.indexOf(':', from);
        if (colon > from && colon < to && text.lastIndexOf(':', to - 1) == colon) {
            return isPort(text, colon, to) ? parse(text, from, colon) : null;
        }
        return colon < 0 ? parse(text, from, to) : sixWithZone(text, from, to);
    }

    /** The canonical text of an address that {@link #ofNode} can parse; any other text unchanged. */
    public static String canonical(String text) {
        Address address = ofNode(text);
        return address == null ? text : address.toString();
    }

    private static @Nullable Address sixWithZone(String text, int from, int to) {
        int zone = text.indexOf('%', from);
        int end = zone < 0 || zone >= to ? to : zone;
        Address address = end == to - 1 ? null : parse(text, from, end);
        return address == null || text.lastIndexOf(':', end - 1) < from ? null : address;
    }

    /** Whether the text is a colon and a port, or an obfuscated port (RFC 7239 section 6.2). */
    private static boolean isPort(String text, int colon, int to) {
        if (colon + 1 >= to || text.charAt(colon) != ':') {
            return false;
        }
        boolean hidden = text.charAt(colon + 1) == '_';
        for (int i = colon + 1; i < to; i++) {
            char c = text.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '_' || c == '-';
            if ((c < '0' || c > '9') && !(hidden && letter)) {
                return false;
            }
        }
        return hidden || (to - colon <= 6 && Integer.parseInt(text, colon + 1, to, 10) <= 65_535);
    }

    private static @Nullable Address parse(String text, int from, int to) {
        if (to - from < 2 || to - from > MAX_TEXT) {
            return null;
        }
        int colon = text.indexOf(':', from);
        byte[] bytes = new byte[colon >= 0 && colon < to ? V6 : V4];
        boolean read = bytes.length == V4 ? readFour(text, from, to, bytes, 0) : readSix(text, from, to, bytes);
        return read ? new Address(bytes) : null;
    }

    private static boolean readFour(String text, int from, int to, byte[] bytes, int offset) {
        int at = from;
        for (int i = 0; i < V4; i++) {
            int begin = at;
            int octet = 0;
            while (at < to && at - begin < 3 && isDigit(text.charAt(at))) {
                octet = octet * 10 + text.charAt(at++) - '0';
            }
            boolean dot = i == V4 - 1 ? at == to : at < to && text.charAt(at) == '.';
            if (at == begin || octet > 255 || (at - begin > 1 && text.charAt(begin) == '0') || !dot) {
                return false;
            }
            bytes[offset + i] = (byte) octet;
            at++;
        }
        return true;
    }

    /** Parses an IPv6 address (RFC 4291 section 2.2). */
    private static boolean readSix(String text, int from, int to, byte[] bytes) {
        int at = from;
        int used = 0;
        int gap = -1;
        if (text.startsWith("::", from)) {
            gap = 0;
            at += 2;
        }
        while (at < to) {
            int end = text.indexOf(':', at);
            end = end < 0 || end > to ? to : end;
            boolean last = end == to;
            if (last && used <= V6 - V4 && end - at > 4) { // longer than one group
                return readFour(text, at, to, bytes, used) && spread(bytes, used + V4, gap);
            }
            int group = group(text, at, end);
            if (group < 0 || used == V6) {
                return false;
            }
            bytes[used++] = (byte) (group >> 8);
            bytes[used++] = (byte) group;
            at = end + 1;
            if (at == to) {
                return false; // the text ends with a single colon
            }
            if (at < to && text.charAt(at) == ':') {
                if (gap >= 0) {
                    return false;
                }
                gap = used;
                at++;
            }
        }
        return spread(bytes, used, gap);
    }

    /** Moves the bytes after the gap to the end. */
    private static boolean spread(byte[] bytes, int used, int gap) {
        if (gap < 0 || used == V6) {
            return gap < 0 && used == V6;
        }
        System.arraycopy(bytes.clone(), gap, bytes, V6 - (used - gap), used - gap);
        Arrays.fill(bytes, gap, V6 - (used - gap), (byte) 0);
        return true;
    }

    /** Parses one to four hexadecimal digits; -1 for anything else. */
    private static int group(String text, int from, int to) {
        if (to <= from || to - from > 4) {
            return -1;
        }
        int group = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                return -1;
            }
            group = group << 4 | digit;
        }
        return group;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean startsWith(byte[] bytes, byte[] prefix) {
        return Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }

    /** The length of the address in bits, 32 or 128. */
    int bits() {
        return bytes.length * 8;
    }

    /** Whether it was written as an IPv4-mapped IPv6 address. */
    boolean isMapped() {
        return mapped;
    }

    /** Whether the first {@code prefix} bits of both addresses are equal. */
    boolean sharesPrefix(Address other, int prefix) {
        if (other.bytes.length != bytes.length) {
            return false;
        }
        int whole = prefix >> 3;
        if (!Arrays.equals(bytes, 0, whole, other.bytes, 0, whole)) {
            return false;
        }
        int mask = 0xff00 >> (prefix & 7) & 0xff;
        return mask == 0 || (bytes[whole] & mask) == (other.bytes[whole] & mask);
    }

    /**
     * The text that identifies one client: an IPv4 address, or the block with this prefix length that contains the IPv6 address, because
     * one subscriber owns a whole block.
     */
    public String client(int ipv6Prefix) {
        if (bytes.length == V4 || ipv6Prefix >= V6 * 8 || startsWith(bytes, TRANSLATED)) {
            return toString();
        }
        byte[] block = Arrays.copyOf(Arrays.copyOf(bytes, (ipv6Prefix + 7) >> 3), V6);
        if ((ipv6Prefix & 7) != 0) {
            block[ipv6Prefix >> 3] &= (byte) (0xff00 >> (ipv6Prefix & 7));
        }
        return six(block) + "/" + ipv6Prefix;
    }

    /** The canonical text (RFC 5952). */
    @Override
    public String toString() {
        if (bytes.length == V6) {
            return six(bytes);
        }
        return (bytes[0] & 0xff) + "." + (bytes[1] & 0xff) + "." + (bytes[2] & 0xff) + "." + (bytes[3] & 0xff);
    }

    private static String six(byte[] bytes) {
        int gap = -1;
        int gapLength = 1; // a single group of zeros is not shortened (RFC 5952 section 4.2.2)
        int run = 0;
        for (int i = 0; i < V6 / 2; i++) {
            run = bytes[2 * i] == 0 && bytes[2 * i + 1] == 0 ? run + 1 : 0;
            if (run > gapLength) {
                gapLength = run;
                gap = i - run + 1;
            }
        }
        StringBuilder text = new StringBuilder(MAX_TEXT);
        for (int i = 0; i < V6 / 2; i++) {
            if (i == gap) {
                text.append("::");
                i += gapLength - 1;
            } else {
                if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                    text.append(':');
                }
                text.append(Integer.toHexString((bytes[2 * i] & 0xff) << 8 | (bytes[2 * i + 1] & 0xff)));
            }
        }
        return text.toString();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Address address && Arrays.equals(bytes, address.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
