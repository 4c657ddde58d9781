package com.fincloud.gateway.server.wire;

import java.nio.charset.StandardCharsets;
import org.apache.tomcat.util.buf.ByteChunk;
import org.apache.tomcat.util.buf.MessageBytes;

/**
 * Converts the bytes of a head to text and back, one character per byte (ISO-8859-1, RFC 9110 section 5.5). Tomcat's converters would make
 * three copies of each text.
 */
public final class Latin1 {

    private Latin1() {}

    /** A part of a request head, unchanged. */
    public static String text(MessageBytes part) {
        if (part.getType() != MessageBytes.T_BYTES) {
            return part.isNull() ? "" : part.toString();
        }
        ByteChunk bytes = part.getByteChunk();
        return new String(bytes.getBytes(), bytes.getStart(), bytes.getLength(), StandardCharsets.ISO_8859_1);
    }

    /**
     * A header's name or value for a response head. A control character is replaced by a blank, because it could end the line.
     *
     * @throws IllegalArgumentException if a character is not in ISO-8859-1
     */
    public static byte[] bytes(String text) {
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
