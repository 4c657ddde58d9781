package com.fincloud.gateway.auth.token;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The compact serialization {@code header.claims.signature} (RFC 7515 section 7.1), accepted only in its canonical encoding.
 *
 * @param header the decoded header
 * @param claims the decoded claims
 */
public record CompactJws(String header, String claims) {

    /** Splits and decodes {@code token}. The signature is decoded only to refuse a non-canonical encoding. */
    public static CompactJws parse(String token) {
        int first = token.indexOf('.');
        int second = token.indexOf('.', first + 1);
        if (first < 0 || second < 0 || token.indexOf('.', second + 1) >= 0) {
            throw TokenFault.MALFORMED.refusal();
        }
        bytes(token.substring(second + 1));
        return new CompactJws(text(token.substring(0, first)), text(token.substring(first + 1, second)));
    }

    private static String text(String part) {
        try {
            // Unlike new String(...), a decoder refuses malformed UTF-8.
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes(part)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw TokenFault.MALFORMED.refusal();
        }
    }

    private static byte[] bytes(String part) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(part);
            // The decoder accepts padding and non-zero trailing bits, so the bytes are encoded again and compared.
            if (bytes.length > 0
                    && Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(bytes)
                            .equals(part)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // A character outside the alphabet, or an impossible length: refused below.
        }
        throw TokenFault.MALFORMED.refusal();
    }
}
