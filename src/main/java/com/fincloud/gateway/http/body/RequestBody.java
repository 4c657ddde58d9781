package com.fincloud.gateway.http.body;

import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The request's body, read from the socket at the speed of the backend. A failure on the client's side is thrown as a {@link Failure}, so
 * that no circuit breaker counts it against the backend.
 */
public final class RequestBody extends StreamedBody {

    /**
     * A body that is sent to a backend could not be read, which is no failure of that backend. The client's body is too large, malformed or
     * too slow, or the client has disconnected; or another body broke off, or was not kept.
     */
    public static final class Failure extends IOException {

        private final transient GatewayException answer;

        Failure(GatewayError error, @Nullable Throwable cause) {
            super(error.sentence(), cause);
            this.answer = new GatewayException(error, cause);
        }

        private Failure(GatewayException answer) {
            super(answer.getMessage(), answer);
            this.answer = answer;
        }

        /** The failure of a read; {@code service} is the backend whose answer the body is, or empty. */
        public static Failure of(Exception thrown, String service) {
            if (thrown instanceof Failure known) {
                return known;
            }
            return new Failure(
                    thrown instanceof GatewayException known
                            ? known
                            : service.isEmpty()
                                    ? new GatewayException(GatewayError.UNFORESEEN, thrown)
                                    : new GatewayException(GatewayError.BACKEND_BROKE_OFF, thrown, service));
        }

        /** The error for the client, if it is still connected. */
        public GatewayException answer() {
            return answer;
        }
    }

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
    private volatile boolean left; // the request has ended
    private volatile boolean awaiting;
    private volatile boolean givenUp;
    private volatile long lastReceivedNanos = System.nanoTime();

    public RequestBody(BodySource source, long length, long limit, ClientTimeouts timeouts) {
        this.source = source;
        this.length = length;
        this.limit = limit;
        this.timeouts = timeouts;
        this.ended = length == 0;
    }

    /** The client's body that a message has, or of which it has a copy; null if it has another one. */
    public static @Nullable RequestBody of(@Nullable Object body) {
        return body instanceof StreamedBody streamed && streamed.origin() instanceof RequestBody request
                ? request
                : null;
    }

    /**
     * From now on keeps what steps read.
     *
     * @param repeated whether the route may need the body again after it has been sent
     */
    public void keptBy(Supplier<KeptBodies.Share> share, boolean repeated) {
        keep(share, repeated);
    }

    /** The request ends, and its connection reads the next one. Who still has the body reads no more of it. */
    public void leave() {
        left = true;
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

    /**
     * Whether the body is not known to have ended for its reader. Takes what has arrived, and does not wait for the client. A body that is
     * kept may have more than its source.
     */
    public boolean hasMore() throws IOException {
        if (!isPassedOn()) {
            return true;
        }
        if (ended) {
            return false;
        }
        return buffer.hasRemaining() || !source.isReady() || fill();
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

    /** Whether a read is waiting for the client now. */
    public boolean isWaiting() {
        return awaiting || waitingSince != 0;
    }

    /** Whether a thread of its own may read the body while the response is written. */
    public boolean isConcurrent() {
        return isPassedOn() && source.isConcurrent();
    }

    /** Whether the next read returns at once. */
    public boolean isReady() {
        return ended || buffer.hasRemaining() || source.isReady();
    }

    /**
     * Waits until the next read returns at once.
     *
     * @param patient while it returns true, the client may pause for as long as it likes
     * @return false if the wait was ended by {@link #giveUp}
     * @throws Failure if the client is too slow
     */
    public boolean await(BooleanSupplier patient) throws Failure {
        awaiting = true;
        try {
            while (!givenUp && !isReady()) {
                long since = System.nanoTime();
                long waited = waitedNanos;
                source.awaitReady();
                if (!patient.getAsBoolean()) {
                    waitedNanos = waited + System.nanoTime() - since;
                }
                if (isTooSlow()) {
                    throw fail(GatewayError.REQUEST_TIMEOUT, null);
                }
            }
            return !givenUp;
        } finally {
            awaiting = false;
        }
    }

    /** Ends a wait of {@link #await}, and every later one. */
    public void giveUp() {
        givenUp = true;
        source.wake();
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

    @Override
    int receive(byte[] target, int offset, int count) throws IOException {
        if (left) {
            throw new IOException("The request that has this body has ended");
        }
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

    @Override
    void weigh(KeptBodies.Share share, byte[] bytes, int offset, int count) throws Failure {
        if (!share.mayAdd((long) count * BodyWeight.BYTE)) {
            throw new Failure(GatewayError.BODY_TOO_LARGE, null);
        }
        share.add(bytes, offset, count);
    }

    /** The limit of the request holds for what is kept of it. */
    @Override
    long mostKept() {
        return Long.MAX_VALUE;
    }

    @Override
    GatewayException tooLong() {
        return new GatewayException(GatewayError.BODY_TOO_LARGE);
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

    /** Reads the next bytes, and waits for them if necessary. */
    private int receive() throws Failure {
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
