package com.fincloud.gateway.configfile;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The further files that a configuration file names, as they were when it was read. A change of one of them is a change of the configuration,
 * so {@link FollowedFile} reads it again. Not thread-safe.
 */
public final class NamedFiles {

    private static final int MAX_BYTES = 256 * 1024;

    private final Map<Path, byte[]> digests = new LinkedHashMap<>();

    /**
     * Reads a file, of at most 256 KiB.
     *
     * @throws IOException if it cannot be read, or is no regular file
     */
    public byte[] read(Path path) throws IOException {
        byte[] bytes = bytes(path);
        digests.put(path, digest(bytes));
        if (bytes == null) {
            throw new NoSuchFileException(path.toString());
        }
        return bytes;
    }

    /** The digest of all these files as they were read. */
    byte[] asRead() {
        return together(digests);
    }

    /** The digest of the same files as they are now. */
    byte[] now() {
        if (digests.isEmpty()) {
            return together(digests);
        }
        Map<Path, byte[]> now = new LinkedHashMap<>();
        digests.keySet().forEach(path -> now.put(path, digest(bytes(path))));
        return together(now);
    }

    /** The bytes of a file; null if it cannot be read. */
    private static byte @Nullable [] bytes(Path path) {
        if (!Files.isRegularFile(path)) { // reading a pipe without a writer would never end
            return null;
        }
        try (InputStream in = Files.newInputStream(path)) {
            return in.readNBytes(MAX_BYTES);
        } catch (IOException e) {
            return null;
        }
    }

    private static byte[] together(Map<Path, byte[]> digests) {
        byte[] all = {};
        for (byte[] one : digests.values()) {
            int end = all.length;
            all = Arrays.copyOf(all, end + one.length + 1);
            all[end] = (byte) one.length;
            System.arraycopy(one, 0, all, end + 1, one.length);
        }
        return all;
    }

    /** SHA-256, so that what is kept is no secret; empty for a file that cannot be read. */
    private static byte[] digest(byte @Nullable [] bytes) {
        if (bytes == null) {
            return new byte[0];
        }
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has SHA-256
        }
    }
}
