package com.fincloud.gateway.http.body;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;

/**
 * The file of one kept body. Nobody else may read it, and its name is removed at once, so that nothing is left after a crash. Where a file
 * system cannot remove the name of an open file, it is removed when the file is closed.
 */
final class SpoolFile implements Closeable {

    private static final String PREFIX = "gateway-body-";

    private final BodySpool spool;
    private final Path path;
    private final RandomAccessFile file; // a FileChannel would be closed when its thread is interrupted
    private final boolean named;
    private long length;

    SpoolFile(BodySpool spool) throws IOException {
        this.spool = spool;
        this.path = spool.directory().resolve(PREFIX + UUID.randomUUID());
        Files.createFile(path, access(spool.directory()));
        try {
            this.file = new RandomAccessFile(path.toFile(), "rw");
        } catch (IOException e) {
            Files.deleteIfExists(path);
            throw e;
        }
        this.named = !unlinked();
        spool.opened();
    }

    private static FileAttribute<?>[] access(Path directory) {
        return directory.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private boolean unlinked() {
        try {
            Files.delete(path);
            return true;
        } catch (IOException e) {
            return false; // some file systems refuse it while the file is open
        }
    }

    /**
     * Writes bytes behind the others.
     *
     * @throws IOException if the limit of all files or the disk leaves no room
     */
    void append(byte[] bytes, int offset, int count) throws IOException {
        if (!spool.take(count)) {
            throw new IOException("the files of kept bodies have reached their limit");
        }
        try {
            file.seek(length);
            file.write(bytes, offset, count);
        } catch (IOException e) {
            spool.giveBack(count);
            throw e;
        }
        length += count;
    }

    /** Reads written bytes from a position. */
    void read(long position, byte[] target, int offset, int count) throws IOException {
        file.seek(position);
        file.readFully(target, offset, count);
    }

    @Override
    public void close() throws IOException {
        spool.closed(length);
        length = 0;
        try {
            file.close();
        } finally {
            if (named) {
                Files.deleteIfExists(path);
            }
        }
    }
}
