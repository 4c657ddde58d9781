package com.fincloud.gateway.http.body;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The files of all kept bodies, which are in one directory and have one limit together. A body has a file only for the part that exceeds
 * its memory.
 */
public final class BodySpool {

    /** The limit of a process that has set none, in bytes. */
    private static final long USUAL_BYTES = 256L * 1024 * 1024;

    private final Path directory;
    private final long most;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicInteger files = new AtomicInteger();

    /**
     * Creates a spool without files.
     *
     * @param most the maximum bytes of all files together
     */
    public BodySpool(Path directory, long most) {
        this.directory = directory;
        this.most = most;
    }

    /** A spool in the temporary directory of the process. */
    static BodySpool temporary() {
        return new BodySpool(Path.of(System.getProperty("java.io.tmpdir")), USUAL_BYTES);
    }

    SpoolFile create() throws IOException {
        return new SpoolFile(this);
    }

    Path directory() {
        return directory;
    }

    void opened() {
        files.incrementAndGet();
    }

    void closed(long length) {
        files.decrementAndGet();
        bytes.addAndGet(-length);
    }

    /** Takes room for bytes that will be written. Returns false if the limit leaves no room. */
    boolean take(int count) {
        return bytes.getAndUpdate(taken -> taken + count > most ? taken : taken + count) + count <= most;
    }

    void giveBack(int count) {
        bytes.addAndGet(-count);
    }

    /** The number of bytes in all files. */
    public long bytes() {
        return bytes.get();
    }

    /** The number of files. */
    public int files() {
        return files.get();
    }
}
