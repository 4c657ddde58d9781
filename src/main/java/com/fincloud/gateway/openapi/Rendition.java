package com.fincloud.gateway.openapi;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

/**
 * The merged document in one format, ready to send.
 *
 * @param plain the bytes
 * @param gzip the compressed bytes
 * @param tag the entity tag of this version
 */
record Rendition(String contentType, byte[] plain, byte[] gzip, String tag) {

    static Rendition of(String contentType, byte[] plain) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream(plain.length / 8 + 64);
        try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
            out.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Rendition(contentType, plain, compressed.toByteArray(), tag(plain));
    }

    private static String tag(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(hash, 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has SHA-256
        }
    }
}
