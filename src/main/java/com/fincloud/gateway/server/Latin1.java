package com.fincloud.gateway.server;

import java.nio.charset.StandardCharsets;
import org.apache.tomcat.util.buf.ByteChunk;
import org.apache.tomcat.util.buf.MessageBytes;

/**
 * The bytes of a head as text and back, one character a byte (ISO-8859-1, RFC 9110 section 5.5). Tomcat's converters make three copies
 * of each on the way.
 */
public final class Latin1 {

    private Latin1() {}

    /** A part of a request's head, as it came. */
    public static String text(MessageBytes part) {
        if (part.getType() != MessageBytes.T_BYTES) {
            return part.isNull() ? "" : part.toString();
        }
        ByteChunk bytes = part.getByteChunk();
        return new String(bytes.getBytes(), bytes.getStart(), bytes.getLength(), StandardCharsets.ISO_8859_1);
    }

    /**
     * A header's name or value for an answer's head. A control character becomes a blank: it could end the line.
     *
     * @throws IllegalArgumentException when a character is not of this charset
     */
    static byte[] bytes(String text) {
        byte[] bytes = new byte[text.length()];
        for (int i = 0; i < bytes.length; i++) {
            char c = text.charAt(i);
            if (c > 0xff) {
                throw new IllegalArgumentException("U+%04X in a header".formatted((int) c));
            }
            bytes[i] = (c < ' ' && c != '\t') || c == 0x7f ? (byte) ' ' : (byte) c;
        }
        return bytes;
    }
}
