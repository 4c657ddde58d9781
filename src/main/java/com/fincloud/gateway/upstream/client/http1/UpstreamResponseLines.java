package com.fincloud.gateway.upstream.client.http1;

import com.fincloud.gateway.http.HeadBudget;
import com.fincloud.gateway.upstream.client.limit.HeadMemory;
import com.fincloud.gateway.upstream.client.limit.HeadRoom;
import com.fincloud.gateway.upstream.client.limit.UpstreamResponseLimit;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.io.HttpTransportMetrics;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.util.CharArrayBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines on one connection to a backend, mainly response heads including interim (1xx) heads. The length of lines is limited. A
 * head must end with an empty line, not with the end of the connection. The memory of a head is counted in the {@link HeadBudget} of all
 * requests.
 */
final class UpstreamResponseLines implements SessionInputBuffer {

    /** HttpCore keeps a buffer for the longest line of a connection. A connection with a longer line is not reused. */
    private static final int KEPT_LINE = 8 * 1024;

    private final int maxBytes;
    private final HeadRoom room = new HeadRoom();
    private @Nullable SessionInputBuffer buffer;
    private @Nullable HeadMemory memory; // null while the connection is idle
    private boolean chunks;
    private boolean longLine;
    private int lines;
    private int bytes;
    private int bytesOfAll;

    /** Creates a reader for heads of at most {@code maxBytes} each. */
    UpstreamResponseLines(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** An upstream request begins; {@code ofRequest} has the memory for its heads from now on. */
    void begin(HeadMemory ofRequest) {
        memory = ofRequest;
        chunks = false;
        bytesOfAll = 0;
        room.begin();
    }

    /** The upstream request has ended. */
    void end() {
        memory = null;
    }

    /** Whether a line was so long that the idle connection would keep a large buffer. */
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

    /** A chunked body begins. Its reader limits its lines itself and stores none. */
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

    /** Counts the bytes of a stored line against the limit. After the free part, the memory comes from the budget. */
    private void count(int count) throws IOException {
        int onTheWire = Math.max(0, count) + 2;
        bytes += onTheWire;
        bytesOfAll += onTheWire;
        if (bytes > maxBytes || bytesOfAll > 2 * maxBytes) {
            throw UpstreamResponseLimit.of(
                    "head_too_large", "More than " + maxBytes + " bytes beside the answer's body");
        }
        if (memory != null) {
            room.take(onTheWire, memory);
        }
    }

    /** Takes the bytes that were read behind the last head. */
    byte[] takeBuffered() throws IOException {
        SessionInputBuffer read = buffer();
        byte[] bytes = new byte[read.length()];
        if (bytes.length > 0) {
            read.read(bytes, 0, bytes.length, InputStream.nullInputStream());
        }
        return bytes;
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
