package com.fincloud.gateway.http.path;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Decodes percent-encoded text (RFC 3986 section 2.1) as UTF-8. */
public final class PercentDecoding {

    private PercentDecoding() {}

    /** Decodes a path segment, where a plus sign is a plus sign. A text that is not valid UTF-8 once decoded stays as sent. */
    public static String segment(String text) {
        return text.indexOf('%') < 0 ? text : decoded(text, false);
    }

    /** Decodes a name or value of a query, where a plus sign is a blank. A text that is not valid UTF-8 once decoded stays as sent. */
    public static String form(String text) {
        return text.indexOf('%') < 0 && text.indexOf('+') < 0 ? text : decoded(text, true);
    }

    private static String decoded(String text, boolean isForm) {
        byte[] sent = text.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = new byte[sent.length];
        int length = 0;
        int at = 0;
        while (at < sent.length) {
            byte next = sent[at];
            if (next == '%') {
                int high = at + 2 < sent.length ? Character.digit(sent[at + 1], 16) : -1;
                int low = at + 2 < sent.length ? Character.digit(sent[at + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    return text;
                }
                next = (byte) (high * 16 + low);
                at += 3;
            } else {
                next = isForm && next == '+' ? (byte) ' ' : next;
                at++;
            }
            bytes[length++] = next;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            return text;
        }
    }
}
