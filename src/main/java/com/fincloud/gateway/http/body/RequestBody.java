package com.fincloud.gateway.http.body;

import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The request's body, read from the socket as the backend takes it. What goes wrong on the client's side comes out as a {@link
 * Failure}, so that no breaker blames the backend for it.
 */
public final class RequestBody extends InputStream {

    /** The client's body could not be read: too large, malformed, too slow, or the client is gone. */
    public static final class Failure extends IOException {

        private final transient GatewayException answer;

        Failure(GatewayError error, @Nullable Throwable cause) {
            super(error.sentence(), cause);
            this.answer = new GatewayException(error, cause);
        }

        /** What the client is answered, if it is still there. */
        public GatewayException answer() {
            return answer;
        }
    }

    /** The most that is read of a body which nobody wants, in bytes: a client that has not sent all of it does not see the answer. */
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
    private volatile long waitingSince; // 0 while it waits for nothing
    private @Nullable Supplier<KeptBodies.Share> keeper; // null when what is read goes on
    private volatile long lastReceivedNanos = System.nanoTime();

    public RequestBody(BodySource source, long length, long limit, ClientTimeouts timeouts) {
        this.source = source;
        this.length = length;
        this.limit = limit;
        this.timeouts = timeouts;
        this.ended = length == 0;
    }

    /** Counts what is read from now on as kept in memory. */
    public void keptBy(Supplier<KeptBodies.Share> share) {
        keeper = share;
    }

    /** What is read from now on goes to a backend as it comes. */
    public void goesOn() {
        keeper = null;
    }

    /** Bytes announced by {@code Content-Length}, -1 when the body comes in chunks. */
    public long length() {
        return length;
    }

    /** Whether all of it has been read from the socket. */
    public boolean ended() {
        return ended;
    }

    /** Whether nothing of it is left on the connection. */
    public boolean isRead() {
        return ended && !failed && received <= limit;
    }

    /** When the last bytes came, on the clock of {@link System#nanoTime}. */
    public long lastReceivedNanos() {
        return lastReceivedNanos;
    }

    /** Bytes that have come. */
    public long received() {
        return received;
    }

    /** Nanoseconds for which the client has kept its readers waiting. */
    public long waitedNanos() {
        return waitedNanos;
    }

    /** Whether a read waits for the client right now. */
    public boolean isWaiting() {
        return waitingSince != 0;
    }

    /** Whether the client has kept others waiting for it longer than its bytes allow. */
    public boolean isTooSlow() {
        long since = waitingSince;
        long waited = waitedNanos + (since == 0 ? 0 : System.nanoTime() - since);
        return waited > timeouts.allowance(received);
    }

    /**
     * Reads what nobody wanted, so that the next request can be read; false when that is not possible, too much, or takes too long. A
     * client that still waits for 100 may send it or not: nobody can tell.
     */
    public boolean discardRest() {
        if (failed || (!started && source.isExpected())) {
            return false;
        }
        wantNoMore();
        try {
            while (fill()) {
                buffer = EMPTY;
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Reads what nobody wanted for as long as it keeps coming, and within the same bounds; it waits for no more than a round trip. */
    public void discardFlowing() {
        wantNoMore();
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
            failed = true; // the client has left, or goes on for too long
        }
        buffer = EMPTY;
    }

    private void wantNoMore() {
        timeouts = timeouts.forLeftOver();
        waitedNanos = 0;
        limit = received + LEFT_OVER_BYTES;
        ended = failed || received == length;
    }

    /** Sets the most bytes that may come. */
    public void limit(long bytes) {
        this.limit = bytes;
    }

    /** Whether the announced length is within the limit. */
    public boolean fits() {
        return length <= limit;
    }

    @Override
    public int read() throws IOException {
        if (!fill()) {
            return -1;
        }
        byte next = buffer.get();
        if (keeper != null) {
            keep(keeper.get(), new byte[] {next}, 0, 1);
        }
        return next & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int taken = take(target, offset, count);
        while (taken < count && isNextHere()) { // small pieces that have arrived together go on together
            accept(receiveArrived());
            taken += take(target, offset + taken, count - taken);
        }
        if (keeper != null) {
            keep(keeper.get(), target, offset, taken);
        }
        return taken;
    }

    private static void keep(KeptBodies.Share share, byte[] bytes, int offset, int count) throws Failure {
        if (!share.mayAdd((long) count * BodyWeight.BYTE)) {
            throw new Failure(GatewayError.BODY_TOO_LARGE, null);
        }
        share.add(bytes, offset, count);
    }

    private int take(byte[] target, int offset, int count) {
        int bytes = Math.min(count, buffer.remaining());
        buffer.get(target, offset, bytes);
        return bytes;
    }

    /** Whether more of the body has arrived, so that to read it waits for nobody. */
    private boolean isNextHere() {
        return !ended && !failed && !buffer.hasRemaining() && source.hasArrived(buffer);
    }

    @Override
    public int available() {
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

    /** Counts what has come; false when the body has ended. */
    private boolean accept(int bytes) throws Failure {
        if (bytes < 0) {
            ended = true;
            return false;
        }
        long sum = received + buffer.remaining();
        received = sum;
        if (sum > limit) {
            ended = true;
            buffer = EMPTY;
            throw new Failure(GatewayError.BODY_TOO_LARGE, null);
        }
        return true;
    }

    /** Reads what may have to be waited for. */
    private int receive() throws Failure {
        long since = System.nanoTime();
        long waited = waitedNanos;
        waitingSince = since == 0 ? 1 : since;
        try {
            int bytes = receiveArrived();
            lastReceivedNanos =
                    System.nanoTime(); // before the wait is over: else the client's pause looks like the backend's
            return bytes;
        } finally {
            waitingSince = 0;
            waitedNanos = waited + System.nanoTime() - since;
        }
    }

    /** The number of bytes, -1 at the end of the body. */
    private int receiveArrived() throws Failure {
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

    private Failure fail(GatewayError error, @Nullable Exception cause) {
        failed = true;
        ended = true;
        buffer = EMPTY;
        return new Failure(error, cause);
    }
}
