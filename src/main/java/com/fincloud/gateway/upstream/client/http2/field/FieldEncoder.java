package com.fincloud.gateway.upstream.client.http2.field;

import java.util.Arrays;
import java.util.Locale;

/**
 * Encodes fields by HPACK (RFC 7541) as literals without indexing. So the encoder has no state that belongs to a connection, the backend
 * keeps no table of the clients' values, and no length tells about them (section 7.1).
 */
public final class FieldEncoder {

    private static final int USUAL_BYTES = 512;

    private static final int LITERAL = 0x00;

    /** A literal that no recipient may index either. */
    private static final int NEVER_INDEXED = 0x10;

    // Entries of the static table (RFC 7541 appendix A).
    private static final int AUTHORITY = 1;
    private static final int METHOD = 2;
    private static final int PATH = 4;
    private static final int INDEXED_GET = 0x82;
    private static final int INDEXED_POST = 0x83;
    private static final int INDEXED_HTTP = 0x86;
    private static final int INDEXED_HTTPS = 0x87;

    private byte[] block = new byte[USUAL_BYTES];
    private int length;

    /** Adds the pseudo-header fields of a request (RFC 9113 section 8.3.1). They come first. */
    public FieldEncoder request(String method, boolean secure, String authority, byte[] target, int from, int to) {
        if (method.equals("GET") || method.equals("POST")) {
            add(method.equals("GET") ? INDEXED_GET : INDEXED_POST);
        } else {
            add(LITERAL | METHOD);
            text(method);
        }
        add(secure ? INDEXED_HTTPS : INDEXED_HTTP);
        add(LITERAL | AUTHORITY);
        text(authority);
        add(LITERAL | PATH);
        number(to - from, 0, 7);
        bytes(target, from, to);
        return this;
    }

    /** Adds a field whose bytes are parts of {@code line}. The name is sent in lower case. */
    public void field(byte[] line, int nameFrom, int nameTo, int valueFrom, int valueTo) {
        int name = nameTo - nameFrom;
        add(isSecret(line, nameFrom, name) ? NEVER_INDEXED : LITERAL);
        number(name, 0, 7);
        int at = length;
        bytes(line, nameFrom, nameTo);
        for (int i = at; i < length; i++) {
            if (block[i] >= 'A' && block[i] <= 'Z') {
                block[i] = (byte) (block[i] + ('a' - 'A'));
            }
        }
        number(valueTo - valueFrom, 0, 7);
        bytes(line, valueFrom, valueTo);
    }

    /** Adds a field. The name is sent in lower case. */
    public void field(String name, String value) {
        add(LITERAL);
        text(name.toLowerCase(Locale.ROOT));
        text(value);
    }

    /** Whether the name may be that of a field with a secret: {@code authorization}, {@code cookie} or {@code x-api-key}. */
    private static boolean isSecret(byte[] line, int from, int count) {
        return is("authorization", line, from, count)
                || is("cookie", line, from, count)
                || is("x-api-key", line, from, count);
    }

    /** Whether these bytes are the lower-case text {@code name}, in any case. */
    public static boolean is(String name, byte[] bytes, int from, int count) {
        if (count != name.length()) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            int c = bytes[from + i];
            if ((c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c) != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Adds each character as one byte. */
    private void text(String text) {
        number(text.length(), 0, 7);
        room(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            block[length++] = (byte) (c > 0xff ? '?' : c);
        }
    }

    /** Adds an integer with a prefix of some bits (RFC 7541 section 5.1). */
    private void number(int value, int first, int bits) {
        int most = (1 << bits) - 1;
        if (value < most) {
            add(first | value);
            return;
        }
        add(first | most);
        int rest = value - most;
        while (rest >= 128) {
            add(128 | (rest & 127));
            rest >>= 7;
        }
        add(rest);
    }

    private void add(int b) {
        room(1);
        block[length++] = (byte) b;
    }

    private void bytes(byte[] from, int start, int end) {
        room(end - start);
        System.arraycopy(from, start, block, length, end - start);
        length += end - start;
    }

    private void room(int more) {
        if (length + more > block.length) {
            block = Arrays.copyOf(block, Math.max(length + more, 2 * block.length));
        }
    }

    public byte[] block() {
        return block;
    }

    public int length() {
        return length;
    }

    public boolean isEmpty() {
        return length == 0;
    }
}
