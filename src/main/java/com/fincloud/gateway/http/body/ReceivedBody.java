package com.fincloud.gateway.http.body;

import com.fincloud.gateway.error.GatewayError;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Reads a client's body from its socket. Counts the received bytes and the time for which readers have waited, and discards the rest of a
 * body that no step reads.
 */
abstract class ReceivedBody extends StreamedBody {

    /** The maximum bytes of a body that are read and discarded. A client that has not sent its whole body may not read the response. */
    private static final long LEFT_OVER_BYTES = 100L * 1024 * 1024;

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    private final BodySource source;
    private final long length;
    private ClientTimeouts timeouts;
    private long limit;
    private ByteBuffer buffer = EMPTY;
    private boolean started;
    private boolean failed;
    private volatile boolean ended;
    private volatile long received;
    private volatile long waitedNanos;
    private volatile long waitingSince; // 0 while no read waits
    private volatile long lastReceivedNanos = System.nanoTime();

    ReceivedBody(BodySource source, long length, long limit, ClientTimeouts timeouts) {
        this.source = source;
        this.length = length;
        this.limit = limit;
        this.timeouts = timeouts;
        this.ended = length == 0;
    }

    /** The {@code Content-Length} in bytes; -1 if the body is chunked. */
    @Override
    public long announced() {
        return length;
    }

    /** The trailer fields behind a chunked body; empty before its end. */
    public Map<String, String> trailers() {
        return ended ? source.trailers() : Map.of();
    }

    /** Whether the whole body has been read from the socket. */
    public boolean ended() {
        return ended;
    }

    /** Whether no byte of the body is left on the connection. */
    public boolean isRead() {
        return ended && !failed && received <= limit;
    }

    /** When the last bytes arrived, on the clock of {@link System#nanoTime}. */
    public long lastReceivedNanos() {
        return lastReceivedNanos;
    }

    /** The number of received bytes. */
    public long received() {
        return received;
    }

    /** Nanoseconds for which readers have waited for the client. */
    public long waitedNanos() {
        return waitedNanos;
    }

    /** Whether the next read returns at once. */
    public boolean isReady() {
        return ended || buffer.hasRemaining() || source.isReady();
    }

    /** Whether readers have waited longer for the client than the received bytes allow. */
    public boolean isTooSlow() {
        long since = waitingSince;
        long waited = waitedNanos + (since == 0 ? 0 : System.nanoTime() - since);
        return waited > timeouts.allowance(received);
    }

    /**
     * Reads and discards the rest, so that the next request can be read. Returns false if that is not possible, too much, or takes too
     * long. It is not possible for a client that still waits for 100, because it may send its body or not.
     */
    public boolean discardRest() {
        if (failed || (!started && source.isExpected())) {
            return false;
        }
        startDiscarding();
        try {
            while (fill()) {
                buffer = EMPTY;
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Reads and discards the body as long as bytes keep arriving, within the same limits. It does not wait longer than a round trip. */
    public void discardFlowing() {
        startDiscarding();
        long begin = System.nanoTime();
        long last = begin;
        try {
            while (!ended
                    && System.nanoTime() - last < PAUSE_NANOS
                    && System.nanoTime() - begin < timeouts.allowance(0)) {
                if (source.isReady()) {
                    buffer = EMPTY;
                    fill();
                    last = System.nanoTime();
                } else {
                    LockSupport.parkNanos(LOOK_NANOS);
                }
            }
        } catch (IOException e) {
            failed = true; // the client has disconnected, or sends for too long
        }
        buffer = EMPTY;
    }

    private void startDiscarding() {
        timeouts = timeouts.forLeftOver();
        waitedNanos = 0;
        limit = received + LEFT_OVER_BYTES;
        ended = failed || received == length;
    }

    /** Sets the maximum length in bytes. */
    public void limit(long bytes) {
        this.limit = bytes;
    }

    /** Whether the announced length is within the limit. */
    public boolean fits() {
        return length <= limit;
    }

    final BodySource source() {
        return source;
    }

    /** Whether a read is waiting for the client now. */
    final boolean isReading() {
        return waitingSince != 0;
    }

    /** Counts the time of a reader that has waited in another way, from {@code since} on; {@code before} is what had been waited. */
    final void waited(long before, long since) {
        waitedNanos = before + System.nanoTime() - since;
    }

    /** Whether the body is not known to have ended. Takes what has arrived, and does not wait for the client. */
    final boolean mayHaveMore() throws IOException {
        return !ended && (buffer.hasRemaining() || !source.isReady() || fill());
    }

    @Override
    int receive(byte[] target, int offset, int count) throws IOException {
        if (!fill()) {
            return -1;
        }
        int taken = take(target, offset, count);
        while (taken < count && isNextHere()) { // small pieces that have arrived together are passed on together
            accept(receiveArrived());
            taken += take(target, offset + taken, count - taken);
        }
        return taken;
    }

    private int take(byte[] target, int offset, int count) {
        int bytes = Math.min(count, buffer.remaining());
        buffer.get(target, offset, bytes);
        return bytes;
    }

    /** Whether more of the body has arrived, so that the next read does not wait. */
    private boolean isNextHere() {
        return !ended && !failed && !buffer.hasRemaining() && source.hasArrived(buffer);
    }

    @Override
    int arrived() {
        return buffer.remaining();
    }

    private boolean fill() throws IOException {
        while (!buffer.hasRemaining()) {
            if (ended) {
                return false;
            }
            if (!started) {
                started = true;
                source.acknowledge();
            }
            if (!accept(receive())) {
                return false;
            }
            if (isTooSlow()) {
                throw fail(GatewayError.REQUEST_TIMEOUT, null);
            }
        }
        ended = received == length;
        return true;
    }

    /** Counts received bytes. Returns false if the body has ended. */
    private boolean accept(int bytes) throws BodyReadException {
        if (bytes < 0) {
            ended = true;
            return false;
        }
        long sum = received + buffer.remaining();
        received = sum;
        if (sum > limit) {
            ended = true;
            buffer = EMPTY;
            throw new BodyReadException(GatewayError.BODY_TOO_LARGE, null);
        }
        return true;
    }

    /** Reads the next bytes, and waits for them if necessary. */
    private int receive() throws BodyReadException {
        long since = System.nanoTime();
        long waited = waitedNanos;
        waitingSince = since == 0 ? 1 : since;
        try {
            int bytes = receiveArrived();
            // Set before the wait ends: otherwise the client's pause would count against the backend.
            lastReceivedNanos = System.nanoTime();
            return bytes;
        } finally {
            waitingSince = 0;
            waitedNanos = waited + System.nanoTime() - since;
        }
    }

    /** Returns the number of bytes; -1 at the end of the body. */
    private int receiveArrived() throws BodyReadException {
        try {
            ByteBuffer bytes = source.receive();
            buffer = bytes == null ? EMPTY : bytes;
            return bytes == null ? -1 : bytes.remaining();
        } catch (SocketTimeoutException e) {
            throw fail(GatewayError.REQUEST_TIMEOUT, e);
        } catch (IOException e) {
            throw fail(GatewayError.MALFORMED_BODY, e);
        }
    }

    final BodyReadException fail(GatewayError error, @Nullable Exception cause) {
        failed = true;
        ended = true;
        buffer = EMPTY;
        return new BodyReadException(error, cause);
    }
}
