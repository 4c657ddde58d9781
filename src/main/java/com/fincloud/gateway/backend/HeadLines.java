package com.fincloud.gateway.backend;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.io.HttpTransportMetrics;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.util.CharArrayBuffer;

/** The lines of one answer's head: they are not endless, and end with an empty line, not with the connection. */
final class HeadLines implements SessionInputBuffer {

    private static final int MAX_BYTES = 64 * 1024;

    private final SessionInputBuffer buffer;
    private int lines;
    private int bytes;

    HeadLines(SessionInputBuffer buffer) {
        this.buffer = buffer;
    }

    @Override
    public int readLine(CharArrayBuffer line, InputStream in) throws IOException {
        int count = buffer.readLine(line, in);
        if (count < 0 && lines > 0) {
            throw new ConnectionClosedException("The head of the answer broke off");
        }
        lines++;
        bytes += count;
        if (bytes > MAX_BYTES) {
            throw new IOException("The head of the answer has more than " + MAX_BYTES + " bytes");
        }
        if (lines == 2 && count > 0 && (line.charAt(0) == ' ' || line.charAt(0) == '\t')) {
            throw new IOException("A blank before the first header (RFC 9112 section 2.2)");
        }
        return count;
    }

    @Override
    public int length() {
        return buffer.length();
    }

    @Override
    public int capacity() {
        return buffer.capacity();
    }

    @Override
    public int available() {
        return buffer.available();
    }

    @Override
    public int read(byte[] target, int offset, int count, InputStream in) throws IOException {
        return buffer.read(target, offset, count, in);
    }

    @Override
    public int read(byte[] target, InputStream in) throws IOException {
        return buffer.read(target, in);
    }

    @Override
    public int read(InputStream in) throws IOException {
        return buffer.read(in);
    }

    @Override
    public HttpTransportMetrics getMetrics() {
        return buffer.getMetrics();
    }
}
