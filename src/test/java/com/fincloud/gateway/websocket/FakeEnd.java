package com.fincloud.gateway.websocket;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.util.ArrayDeque;
import java.util.HexFormat;
import java.util.Queue;

/** An end of a tunnel that a test plays. */
final class FakeEnd implements TunnelEnd {

    private final Queue<byte[]> arriving = new ArrayDeque<>();
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    int room = Integer.MAX_VALUE;
    boolean ended;
    boolean broken;
    String end = "";

    /** These bytes arrive, in one piece. */
    FakeEnd sends(String hex) {
        arriving.add(HexFormat.of().parseHex(hex.replace(" ", "")));
        return this;
    }

    String written() {
        return HexFormat.of().formatHex(written.toByteArray());
    }

    @Override
    public SelectableChannel readable() {
        throw new UnsupportedOperationException();
    }

    @Override
    public SelectableChannel writable() {
        throw new UnsupportedOperationException();
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (broken) {
            throw new IOException("broken");
        }
        byte[] next = arriving.poll();
        if (next == null) {
            return ended ? -1 : 0;
        }
        target.put(next);
        return next.length;
    }

    @Override
    public void write(ByteBuffer source) {
        while (room > 0 && source.hasRemaining()) {
            written.write(source.get());
            room--;
        }
    }

    @Override
    public boolean flush() {
        return true;
    }

    @Override
    public void finish() {
        end = "finished";
    }

    @Override
    public void close() {
        end = "closed";
    }

    @Override
    public void reset() {
        end = "reset";
    }
}
