package com.fincloud.gateway.auth.apikey;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32;

/**
 * The text of a key: a prefix by which scanners for leaked secrets recognize it, 32 random letters and digits (190 bits), and a checksum of
 * six, so that a key that was copied incompletely is refused without a look-up.
 */
public final class ApiKeyText {

    /** The beginning of every key that the gateway makes. */
    public static final String PREFIX = "fcgw_";

    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int RANDOM = 32;
    private static final int CHECKSUM = 6;
    private static final int MAX_LENGTH = 256;

    private ApiKeyText() {}

    /** Makes a key from {@code random}, which must be cryptographically strong. */
    public static String create(RandomGenerator random) {
        StringBuilder key = new StringBuilder(PREFIX);
        for (int i = 0; i < RANDOM; i++) {
            key.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
        }
        return key.append(checksum(key.toString())).toString();
    }

    /** Whether a text can be a key: visible ASCII, and with the prefix of the gateway's keys also their length and checksum. */
    public static boolean isPlausible(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) <= ' ' || text.charAt(i) > '~') {
                return false;
            }
        }
        int end = text.length() - CHECKSUM;
        return !text.startsWith(PREFIX)
                || (text.length() == PREFIX.length() + RANDOM + CHECKSUM
                        && text.substring(end).equals(checksum(text.substring(0, end))));
    }

    /** The CRC-32 of a text in six letters and digits. */
    private static String checksum(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        StringBuilder sum = new StringBuilder();
        long rest = crc.getValue();
        for (int i = 0; i < CHECKSUM; i++) {
            sum.insert(0, DIGITS.charAt((int) (rest % DIGITS.length())));
            rest /= DIGITS.length();
        }
        return sum.toString();
    }

    /** The SHA-256 of a key. */
    public static byte[] sha256(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.ISO_8859_1));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has SHA-256
        }
    }
}
