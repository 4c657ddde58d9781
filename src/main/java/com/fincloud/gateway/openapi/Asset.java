package com.fincloud.gateway.openapi;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file that a page loads. The build has compressed it in the jar. It is streamed from the jar: unchanged to clients that accept gzip, as
 * browsers do, and decompressed for other clients. It is read only on request.
 */
final class Asset {

    private static final Map<String, String> TYPES =
            Map.of("js", "text/javascript; charset=utf-8", "css", "text/css; charset=utf-8");

    private final String resource;
    private final String contentType;
    private volatile @Nullable Facts facts;

    private record Facts(String tag, long compressed, long plain) {}

    /** Creates the asset {@code name}, without the extension of the compressed file. */
    Asset(String name) {
        this.resource = name + ".gz";
        this.contentType = Objects.requireNonNull(TYPES.get(name.substring(name.lastIndexOf('.') + 1)), name);
    }

    String contentType() {
        return contentType;
    }

    /** The entity tag of this version of the file. */
    String tag() {
        return facts().tag();
    }

    /** The number of bytes to send. */
    long length(boolean gzip) {
        return gzip ? facts().compressed() : facts().plain();
    }

    /** The bytes to send. */
    InputStream open(boolean gzip) throws IOException {
        InputStream compressed = Asset.class.getResourceAsStream(resource);
        if (compressed == null) {
            throw new IOException(resource + " is not in the jar");
        }
        return gzip ? compressed : new GZIPInputStream(compressed, 16 * 1024);
    }

    private Facts facts() {
        Facts known = facts;
        if (known == null) {
            known = read();
            facts = known;
        }
        return known;
    }

    private Facts read() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            long compressed;
            try (DigestInputStream in = new DigestInputStream(open(true), digest)) {
                compressed = in.transferTo(OutputStream.nullOutputStream());
            }
            long plain;
            try (InputStream in = open(false)) {
                plain = in.transferTo(OutputStream.nullOutputStream());
            }
            return new Facts(HexFormat.of().formatHex(digest.digest(), 0, 12), compressed, plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has SHA-256
        }
    }
}
