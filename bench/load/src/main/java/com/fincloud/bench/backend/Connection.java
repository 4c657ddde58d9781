package com.fincloud.bench.backend;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** One client connection: its requests are answered one after the other, also where several come at once. */
final class Connection {

    private static final int BUFFER_BYTES = 16 * 1024;

    private final SocketChannel channel;
    private final SelectionKey key;
    private final Answers answers;
    private final DelayedAnswers delayed;
    private final byte[] in = new byte[BUFFER_BYTES];
    private final ByteBuffer inBuffer = ByteBuffer.wrap(in);
    private int inFrom;
    private int inTo;
    private Request request = new Request();
    private @Nullable ByteBuffer out;
    private long bigRemaining;
    private boolean waiting;

    Connection(SocketChannel channel, SelectionKey key, Answers answers, DelayedAnswers delayed) {
        this.channel = channel;
        this.key = key;
        this.answers = answers;
        this.delayed = delayed;
    }

    /** Goes on with whatever can be done now; a client that is gone is forgotten. */
    void ready() {
        try {
            proceed();
        } catch (IOException e) {
            close();
        }
    }

    private void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // it is gone already
        }
    }

    private void proceed() throws IOException {
        if (!write()) {
            return;
        }
        if (inFrom == inTo && !fill()) {
            return;
        }
        while (inFrom < inTo && !waiting && out == null) {
            inFrom = request.feed(in, inFrom, inTo);
            if (request.isComplete()) {
                answer();
            }
        }
    }

    private boolean fill() throws IOException {
        int length = channel.read(inBuffer.clear());
        if (length < 0) {
            channel.close();
            return false;
        }
        inFrom = 0;
        inTo = length;
        return length > 0;
    }

    private void answer() throws IOException {
        Request answered = request;
        request = new Request();
        out = answers.to(answered);
        bigRemaining = answered.pathEndsWith("/big") ? Answers.BIG_BYTES : 0;
        waiting = answered.pathEndsWith("/slow");
        if (waiting) {
            key.interestOps(0);
            delayed.add(this);
        } else {
            write();
        }
    }

    void delayIsOver() {
        waiting = false;
        if (key.isValid()) {
            key.interestOps(SelectionKey.OP_READ);
            ready();
        }
    }

    /** Whether all that there is to send is sent; else this is called again when there is room. */
    private boolean write() throws IOException {
        while (out != null) {
            channel.write(out);
            if (out.hasRemaining()) {
                key.interestOps(SelectionKey.OP_WRITE);
                return false;
            }
            out = bigRemaining > 0 ? answers.block(bigRemaining) : null;
            bigRemaining -= out == null ? 0 : out.remaining();
            if (out == null && key.interestOps() != SelectionKey.OP_READ) {
                key.interestOps(SelectionKey.OP_READ);
            }
        }
        return true;
    }
}
