package com.fincloud.bench.gateway;

import com.fincloud.bench.box.Child;
import com.fincloud.bench.box.ProcessFigures;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;

/** A gateway that runs. */
public final class Gateway implements AutoCloseable {

    private final int port;
    private final Child process;

    Gateway(int port, Child process) {
        this.port = port;
        this.process = process;
    }

    /** Its port for clients. */
    public int port() {
        return port;
    }

    /** Its process. */
    public Child process() {
        return process;
    }

    /** Its CPU time and memory. */
    public ProcessFigures figures() {
        return new ProcessFigures(process.pid());
    }

    /** Forgets what it has logged so far, which would fill the disk. */
    public void emptyLog() throws IOException {
        FileChannel.open(process.log(), StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
                .close();
    }

    /** How many lines it has logged since then. */
    public long loggedLines() throws IOException {
        long lines = 0;
        byte[] buffer = new byte[64 * 1024];
        try (InputStream log = Files.newInputStream(process.log())) {
            for (int length = log.read(buffer); length >= 0; length = log.read(buffer)) {
                for (int i = 0; i < length; i++) {
                    lines += buffer[i] == '\n' ? 1 : 0;
                }
            }
        }
        return lines;
    }

    @Override
    public void close() {
        process.close();
    }
}
