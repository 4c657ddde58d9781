package com.fincloud.gateway.upstream.client.http2.frame;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Reads frames, one at a time, into one buffer. */
public final class FrameInput {

    private final InputStream in;
    private final byte[] buffer = new byte[Frame.HEAD_BYTES + Frame.MAX_PAYLOAD];
    private int start; // of the current frame's payload
    private int end; // of what was read
    private int type;
    private int flags;
    private int stream;
    private int length;

    public FrameInput(InputStream in) {
        this.in = in;
    }

    /**
     * Reads the next frame. Returns false at the end of the connection.
     *
     * @throws Http2Fault if the frame is larger than this client allows, as the first bytes of HTTP/1.1 are
     */
    public boolean next() throws IOException {
        start += length;
        length = 0;
        if (!fill(Frame.HEAD_BYTES)) {
            return false;
        }
        int bytes = (buffer[start] & 0xff) << 16 | (buffer[start + 1] & 0xff) << 8 | (buffer[start + 2] & 0xff);
        type = buffer[start + 3] & 0xff;
        flags = buffer[start + 4] & 0xff;
        stream = Frame.number31(buffer, start + 5);
        if (bytes > Frame.MAX_PAYLOAD) {
            throw new Http2Fault(ErrorCode.FRAME_SIZE_ERROR, "a frame that is too large, or no HTTP/2");
        }
        if (!fill(Frame.HEAD_BYTES + bytes)) {
            throw new EOFException("The connection ended within a frame");
        }
        start += Frame.HEAD_BYTES;
        length = bytes;
        return true;
    }

    /** Makes {@code count} bytes available from {@code start} on. Returns false if the connection has ended before the first of them. */
    private boolean fill(int count) throws IOException {
        if (start + count > buffer.length) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            end -= start;
            start = 0;
        }
        while (end - start < count) {
            int read = in.read(buffer, end, buffer.length - end);
            if (read < 0 && end == start) {
                return false;
            }
            if (read < 0) {
                throw new EOFException("The connection ended within a frame");
            }
            end += read;
        }
        return true;
    }

    public int type() {
        return type;
    }

    public boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** The stream's number; 0 for the connection. */
    public int stream() {
        return stream;
    }

    /** The array that has the payload from {@link #offset} on, until the next frame is read. */
    public byte[] payload() {
        return buffer;
    }

    public int offset() {
        return start;
    }

    public int length() {
        return length;
    }
}
