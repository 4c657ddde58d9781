package com.fincloud.gateway.websocket;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;

/** A backend's connection without TLS. */
final class ChannelEnd implements TunnelEnd {

    private final SocketChannel channel;
    private final ByteBuffer early;

    /** Takes a connection over. {@code early} are bytes behind the handshake that were already read. */
    ChannelEnd(SocketChannel channel, byte[] early) throws IOException {
        this.channel = channel;
        this.early = ByteBuffer.wrap(early);
        channel.configureBlocking(false);
    }

    @Override
    public SelectableChannel readable() {
        return channel;
    }

    @Override
    public SelectableChannel writable() {
        return channel;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return early.hasRemaining() ? take(early, target) : channel.read(target);
    }

    /** Moves as many bytes as there is room for. */
    static int take(ByteBuffer early, ByteBuffer target) {
        int count = Math.min(early.remaining(), target.remaining());
        target.put(early.slice(early.position(), count));
        early.position(early.position() + count);
        return count;
    }

    @Override
    public void write(ByteBuffer source) throws IOException {
        channel.write(source);
    }

    @Override
    public boolean flush() {
        return true;
    }

    @Override
    public void finish() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // closed already
        }
    }

    @Override
    public void reset() {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException e) {
            // closed already
        }
        close();
    }
}
