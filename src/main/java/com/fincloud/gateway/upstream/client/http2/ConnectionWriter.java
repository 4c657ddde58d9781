package com.fincloud.gateway.upstream.client.http2;

import com.fincloud.gateway.upstream.client.http2.field.FieldEncoder;
import com.fincloud.gateway.upstream.client.http2.frame.ControlFrames;
import com.fincloud.gateway.upstream.client.http2.frame.Frame;
import com.fincloud.gateway.upstream.client.http2.frame.FrameOutput;
import com.fincloud.gateway.upstream.client.http2.frame.Unproductive;
import com.fincloud.gateway.upstream.client.limit.Http2Limits;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes the frames of a connection. Requests write their own. What the reader and aborts have to send is queued, and a second thread writes
 * it, because those must not wait for a backend that does not read.
 */
final class ConnectionWriter {

    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final FrameOutput out;
    private final Unproductive unproductive;
    private final ControlFrames control = new ControlFrames();
    private volatile long failedSince; // 0 while writes succeed

    ConnectionWriter(OutputStream to, Unproductive unproductive) {
        this.out = new FrameOutput(to);
        this.unproductive = unproductive;
    }

    /** Sends what must come before everything else (RFC 9113 section 3.4). */
    void preface(Http2Limits limits) throws IOException {
        int more = ConnectionReader.CONNECTION_WINDOW - Frame.USUAL_WINDOW;
        out.lock();
        try {
            out.bytes(PREFACE);
            out.bytes(FrameOutput.settings(limits));
            out.bytes(FrameOutput.numbers(Frame.WINDOW_UPDATE, 0, 0, more));
        } finally {
            unlock(true);
        }
    }

    /** Takes the lock for frames that belong together. */
    void lock() {
        out.lock();
    }

    /** Gives the lock back, and sends what is in the buffer if {@code flush} says so. */
    void unlock(boolean flush) throws IOException {
        try {
            out.unlock(flush);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Adds a request's head. The caller has the lock. */
    void head(int id, FieldEncoder head, boolean endsStream) throws IOException {
        try {
            out.section(id, head.block(), head.length(), endsStream);
        } catch (IOException e) {
            throw failed(e);
        }
        unproductive.useful();
    }

    /** Sends a part of a body. */
    void data(int id, byte[] bytes, int offset, int count, boolean endsStream) throws IOException {
        out.lock();
        try {
            out.frame(Frame.DATA, endsStream ? Frame.END_STREAM : 0, id, bytes, offset, count);
        } catch (IOException e) {
            throw failed(e);
        } finally {
            unlock(endsStream);
        }
        unproductive.useful();
    }

    /** Sends the fields behind a body. */
    void trailers(int id, FieldEncoder fields) throws IOException {
        out.lock();
        try {
            out.section(id, fields.block(), fields.length(), true);
        } catch (IOException e) {
            throw failed(e);
        } finally {
            unlock(true);
        }
    }

    void flush() throws IOException {
        out.lock();
        unlock(true);
    }

    /** A write has failed. The reader may still find a response, or a GOAWAY frame. */
    private IOException failed(IOException failure) {
        failedSince = System.nanoTime() | 1;
        return failure;
    }

    /** Sends a frame without waiting. Returns false if too many are queued. */
    boolean queue(byte[] frame) {
        return control.add(frame);
    }

    /** Waits for queued frames, or {@link #close}, and writes them. */
    void writeQueued() throws IOException {
        control.await();
        out.lock();
        try {
            for (byte[] next = control.poll(); next != null; next = control.poll()) {
                out.bytes(next);
            }
        } finally {
            unlock(true);
        }
    }

    /** Lets {@link #writeQueued} wait no longer. */
    void close() {
        control.close();
    }

    /** The moment since when the socket has taken nothing of a write; 0 if no write is waiting. */
    long writingSince() {
        return out.writingSince();
    }

    /** When a write has failed; 0 if none has. */
    long failedSince() {
        return failedSince;
    }
}
