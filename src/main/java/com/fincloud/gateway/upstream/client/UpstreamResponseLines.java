package com.fincloud.gateway.upstream.client;

import com.fincloud.gateway.http.HeadBudget;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.io.HttpTransportMetrics;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.util.CharArrayBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What comes in lines on one connection of a backend: above all the heads of answers, interim ones included.
 * The lines are not endless, a head ends with an empty line and not with the connection, and what is kept of them is counted in the
 * {@link HeadBudget} of all calls.
 */
final class UpstreamResponseLines implements SessionInputBuffer {

    /** Bytes that are taken from the budget at once. */
    private static final int STEP_BYTES = 4 * 1024;

    /** HttpCore keeps room for the longest line that a connection has brought; a connection with a longer one is not kept. */
    private static final int KEPT_LINE = 8 * 1024;

    private final int maxBytes;
    private @Nullable SessionInputBuffer buffer;
    private @Nullable LeasedConnection lease;
    private boolean chunks;
    private boolean longLine;
    private int lines;
    private int bytes;
    private int bytesOfAll;
    private int room;

    /** Lines of heads of at most {@code maxBytes} each. */
    UpstreamResponseLines(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** A call begins, whose budget is used from now on. */
    void begin(LeasedConnection call) {
        lease = call;
        chunks = false;
        bytesOfAll = 0;
        room = HeadBudget.FREE_BYTES;
    }

    /** The call is over. */
    void end() {
        lease = null;
    }

    /** Whether a line was so long that the connection would keep much memory while it waits. */
    boolean hadLongLine() {
        return longLine;
    }

    /** A head begins. */
    SessionInputBuffer head(SessionInputBuffer from) {
        buffer = from;
        lines = 0;
        bytes = 0;
        return this;
    }

    /** A body in chunks begins, whose own reader bounds its lines and keeps none. */
    SessionInputBuffer chunks(SessionInputBuffer from) {
        buffer = from;
        chunks = true;
        return this;
    }

    private SessionInputBuffer buffer() {
        if (buffer == null) {
            throw new IllegalStateException("no answer has begun");
        }
        return buffer;
    }

    @Override
    public int readLine(CharArrayBuffer line, InputStream in) throws IOException {
        int count = buffer().readLine(line, in);
        longLine |= count > KEPT_LINE;
        if (!chunks) {
            headLine(line, count);
        }
        return count;
    }

    private void headLine(CharArrayBuffer line, int count) throws IOException {
        if (count < 0 && lines > 0) {
            throw new ConnectionClosedException("The head of the answer broke off");
        }
        lines++;
        if (lines == 2 && count > 0 && (line.charAt(0) == ' ' || line.charAt(0) == '\t')) {
            throw new IOException("A blank before the first header (RFC 9112 section 2.2)");
        }
        count(count);
    }

    /** A line that is kept: its bytes are bounded, and its memory comes from the budget once the free part is used up. */
    private void count(int count) throws IOException {
        int onTheWire = Math.max(0, count) + 2;
        bytes += onTheWire;
        bytesOfAll += onTheWire;
        if (bytes > maxBytes || bytesOfAll > 2 * maxBytes) {
            throw UpstreamResponseLimit.of(
                    "head_too_large", "More than " + maxBytes + " bytes beside the answer's body");
        }
        room -= HeadBudget.weight(1, onTheWire);
        if (room < 0 && lease != null) {
            int more = Math.max(STEP_BYTES, -room);
            if (!lease.holdForHead(more)) {
                throw UpstreamResponseLimit.full();
            }
            room += more;
        }
    }

    @Override
    public int length() {
        return buffer().length();
    }

    @Override
    public int capacity() {
        return buffer().capacity();
    }

    @Override
    public int available() {
        return buffer().available();
    }

    @Override
    public int read(byte[] target, int offset, int count, InputStream in) throws IOException {
        return buffer().read(target, offset, count, in);
    }

    @Override
    public int read(byte[] target, InputStream in) throws IOException {
        return buffer().read(target, in);
    }

    @Override
    public int read(InputStream in) throws IOException {
        return buffer().read(in);
    }

    @Override
    public HttpTransportMetrics getMetrics() {
        return buffer().getMetrics();
    }
}
