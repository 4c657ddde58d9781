package com.fincloud.gateway.upstream.client.http1;

import com.fincloud.gateway.http.body.BulkInputStream;
import com.fincloud.gateway.http.body.Trailers;
import com.fincloud.gateway.upstream.client.limit.ResponseLimits;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.util.CharArrayBuffer;

/**
 * Reads a chunked response body (RFC 9112 section 7.1). One read returns the received bytes of any number of chunks, and waits only for the
 * first byte. HttpClient's own stream returns each chunk separately, so a backend that sends chunks of one byte would cost a system call
 * for each byte.
 */
final class ChunkedBodyReader extends BulkInputStream implements Trailers {

    /** The maximum bytes of one chunk's head, including its extensions. */
    private static final int MAX_HEAD = 4 * 1024;

    /** The maximum bytes of all trailer fields. */
    private static final int MAX_TRAILERS = 64 * 1024;

    private static final int MAX_DIGITS = 15;

    private enum State {
        SIZE,
        EXTENSION,
        HEAD_END,
        DATA,
        DATA_END,
        LINE_END,
        TRAILERS,
        END
    }

    private final SessionInputBuffer buffer;
    private final InputStream socket;
    private State state = State.SIZE;
    private long left;
    private int head;
    private boolean keeping;
    private final Map<String, String> trailers = new LinkedHashMap<>();

    /** Creates a body that begins with the bytes in the buffer. */
    ChunkedBodyReader(SessionInputBuffer buffer, InputStream socket) {
        this.buffer = buffer;
        this.socket = socket;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        int taken = 0;
        while (taken < count && state != State.END && (taken == 0 || canGoOn())) {
            if (state == State.DATA) {
                int most = (int) Math.min(left, count - taken);
                int bytes = require(buffer.read(target, offset + taken, most, socket));
                taken += bytes;
                left -= bytes;
                state = left == 0 ? State.DATA_END : State.DATA;
            } else if (state == State.TRAILERS) {
                readTrailers();
                state = State.END;
            } else {
                state = next(require(buffer.read(socket)));
            }
        }
        return taken == 0 && state == State.END ? -1 : taken;
    }

    private boolean canGoOn() {
        return buffer.length() > 0 && state != State.TRAILERS;
    }

    /** The state after a byte of a chunk's head, or of the line end after its data. */
    private State next(int b) throws MalformedChunkCodingException {
        return switch (state) {
            case SIZE -> size(b);
            case EXTENSION -> extension(b);
            case HEAD_END -> expect(b, '\n', left > 0 ? State.DATA : State.TRAILERS);
            case DATA_END -> expect(b, '\r', State.LINE_END);
            case LINE_END -> expect(b, '\n', State.SIZE);
            default -> throw new IllegalStateException(state.name());
        };
    }

    private State size(int b) throws MalformedChunkCodingException {
        int digit = Character.digit(b, 16);
        if (digit >= 0 && head < MAX_DIGITS) {
            head++;
            left = left * 16 + digit;
            return State.SIZE;
        }
        boolean ends = head > 0 && (b == '\r' || b == ';' || b == ' ' || b == '\t');
        if (!ends) {
            throw new MalformedChunkCodingException("A chunk without a size");
        }
        return extension(b);
    }

    private State extension(int b) throws MalformedChunkCodingException {
        if (b == '\n' || ++head > MAX_HEAD) {
            throw new MalformedChunkCodingException("A chunk whose head does not end");
        }
        if (b != '\r') {
            return State.EXTENSION;
        }
        head = 0;
        return State.HEAD_END;
    }

    private static State expect(int b, char expected, State next) throws MalformedChunkCodingException {
        if (b != expected) {
            throw new MalformedChunkCodingException("A chunk without its line end");
        }
        return next;
    }

    private static int require(int read) throws ConnectionClosedException {
        if (read < 0) {
            throw new ConnectionClosedException("Premature end of chunk coded message body");
        }
        return read;
    }

    @Override
    public void keep() {
        keeping = true;
    }

    @Override
    public Map<String, String> fields() {
        return trailers;
    }

    private void keep(CharArrayBuffer line) throws IOException {
        int colon = line.indexOf(':');
        if (!keeping || colon <= 0) {
            return;
        }
        if (trailers.size() == ResponseLimits.TRAILERS) {
            throw new IOException("The answer has more than " + ResponseLimits.TRAILERS + " trailers");
        }
        trailers.merge(
                line.substring(0, colon),
                line.substringTrimmed(colon + 1, line.length()),
                (one, two) -> one + ", " + two);
    }

    private void readTrailers() throws IOException {
        CharArrayBuffer line = new CharArrayBuffer(64);
        int bytes = 0;
        do {
            line.clear();
            require(buffer.readLine(line, socket));
            bytes += line.length() + 2;
            keep(line);
            if (bytes > MAX_TRAILERS) {
                throw new IOException("The trailers of the answer have more than " + MAX_TRAILERS + " bytes");
            }
        } while (!line.isEmpty());
    }

    @Override
    public int available() {
        return state == State.DATA ? (int) Math.min(buffer.length(), left) : 0;
    }
}
