package com.fincloud.gateway.websocket;

import com.fincloud.gateway.background.BackgroundTask;
import com.fincloud.gateway.background.BackgroundTasks;
import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.Pipe;
import java.nio.channels.SelectableChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A backend's connection over TLS. The JDK's TLS sockets cannot be read without waiting, so two threads move bytes between the socket and
 * two pipes. A pipe holds 64 KB at most, outside the heap.
 */
final class BridgedEnd implements TunnelEnd {

    private static final int BLOCK_BYTES = 4 * 1024;

    private final Socket socket;
    private final ByteBuffer early;
    private final Pipe fromBackend;
    private final Pipe toBackend;

    private BridgedEnd(Socket socket, byte[] early, Pipe fromBackend, Pipe toBackend) {
        this.socket = socket;
        this.early = ByteBuffer.wrap(early);
        this.fromBackend = fromBackend;
        this.toBackend = toBackend;
    }

    /**
     * Takes a connection over. {@code early} are bytes behind the handshake that were already read.
     *
     * @throws IOException if there are no two pipes; then no pipe stays open, and the caller closes the socket
     */
    static BridgedEnd take(Socket socket, byte[] early, Pipes pipes) throws IOException {
        Pipe fromBackend = pipes.open();
        Pipe toBackend = null;
        try {
            toBackend = pipes.open();
            fromBackend.source().configureBlocking(false);
            toBackend.sink().configureBlocking(false);
            BridgedEnd end = new BridgedEnd(socket, early, fromBackend, toBackend);
            start(fromBackend.sink(), end::receive);
            start(toBackend.source(), end::send);
            return end;
        } catch (IOException | RuntimeException | Error e) {
            close(fromBackend);
            if (toBackend != null) {
                close(toBackend);
            }
            throw e;
        }
    }

    /** Opens a pipe. */
    interface Pipes {

        Pipe open() throws IOException;
    }

    /** A step that moves some bytes. Returns false at their end. */
    private interface Step {

        boolean move(byte[] block) throws IOException;
    }

    /** Repeats a step until it fails or nothing more comes. The end of the pipe tells the relay. */
    private static void start(Channel pipe, Step step) {
        byte[] block = new byte[BLOCK_BYTES];
        Thread unused = BackgroundTasks.loop(BackgroundTask.WEBSOCKETS, pipe::isOpen, () -> {
            boolean goesOn = false;
            try {
                goesOn = step.move(block);
            } catch (IOException e) {
                // the connection has ended
            } finally {
                if (!goesOn) {
                    close(pipe);
                }
            }
        });
    }

    private boolean receive(byte[] block) throws IOException {
        int count = socket.getInputStream().read(block);
        ByteBuffer bytes = ByteBuffer.wrap(block, 0, Math.max(0, count));
        while (bytes.hasRemaining()) {
            fromBackend.sink().write(bytes);
        }
        return count >= 0;
    }

    private boolean send(byte[] block) throws IOException {
        int count = toBackend.source().read(ByteBuffer.wrap(block));
        if (count > 0) {
            socket.getOutputStream().write(block, 0, count);
        } else {
            socket.close(); // TLS has no reliable half-close
        }
        return count > 0;
    }

    private static void close(Pipe pipe) {
        close(pipe.source());
        close(pipe.sink());
    }

    static void close(Closeable resource) {
        try {
            resource.close();
        } catch (IOException e) {
            // closed already
        }
    }

    @Override
    public SelectableChannel readable() {
        return fromBackend.source();
    }

    @Override
    public SelectableChannel writable() {
        return toBackend.sink();
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return early.hasRemaining()
                ? ChannelEnd.take(early, target)
                : fromBackend.source().read(target);
    }

    @Override
    public void write(ByteBuffer source) throws IOException {
        toBackend.sink().write(source);
    }

    @Override
    public boolean flush() {
        return true;
    }

    @Override
    public void finish() throws IOException {
        toBackend.sink().close();
    }

    /** Lets the writing thread send what is in the pipe, and then close the socket. A backend that reads nothing has five seconds. */
    @Override
    public void close() {
        closePipes();
        CompletableFuture.delayedExecutor(5, TimeUnit.SECONDS).execute(() -> close(socket));
    }

    private void closePipes() {
        close(toBackend.sink());
        close(fromBackend.source());
    }

    @Override
    public void reset() {
        closePipes();
        close(socket);
    }
}
