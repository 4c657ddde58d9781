package com.fincloud.gateway.http.body;

import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The request's body, read from the socket at the speed of the backend. A failure on the client's side is thrown as a
 * {@link BodyReadException}, so that no circuit breaker counts it against the backend.
 */
public final class RequestBody extends ReceivedBody {

    private volatile boolean left; // the request has ended
    private volatile boolean awaiting;
    private volatile boolean givenUp;

    public RequestBody(BodySource source, long length, long limit, ClientTimeouts timeouts) {
        super(source, length, limit, timeouts);
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

    /**
     * Whether the body is not known to have ended for its reader. Takes what has arrived, and does not wait for the client. A body that is
     * kept may have more than its source.
     */
    public boolean hasMore() throws IOException {
        return !isPassedOn() || mayHaveMore();
    }

    /** Whether a read is waiting for the client now. */
    public boolean isWaiting() {
        return awaiting || isReading();
    }

    /** Whether a thread of its own may read the body while the response is written. */
    public boolean isConcurrent() {
        return isPassedOn() && source().isConcurrent();
    }

    /**
     * Waits until the next read returns at once.
     *
     * @param patient while it returns true, the client may pause for as long as it likes
     * @return false if the wait was ended by {@link #giveUp}
     * @throws BodyReadException if the client is too slow
     */
    public boolean await(BooleanSupplier patient) throws BodyReadException {
        awaiting = true;
        try {
            while (!givenUp && !isReady()) {
                long since = System.nanoTime();
                long waited = waitedNanos();
                source().awaitReady();
                if (!patient.getAsBoolean()) {
                    waited(waited, since);
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
        source().wake();
    }

    @Override
    int receive(byte[] target, int offset, int count) throws IOException {
        if (left) {
            throw new IOException("The request that has this body has ended");
        }
        return super.receive(target, offset, count);
    }

    @Override
    void weigh(KeptBodies.Share share, byte[] bytes, int offset, int count) throws BodyReadException {
        if (!share.mayAdd((long) count * BodyWeight.BYTE)) {
            throw new BodyReadException(GatewayError.BODY_TOO_LARGE, null);
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
}
