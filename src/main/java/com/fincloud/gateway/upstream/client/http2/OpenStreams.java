package com.fincloud.gateway.upstream.client.http2;

import com.fincloud.gateway.upstream.client.http2.frame.ErrorCode;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The streams of one connection: places, numbers, and which of them the backend processes (RFC 9113 sections 5.1.1 and 6.8). */
final class OpenStreams {

    /** The last number of a stream, with a reserve for those that begin at the same time. */
    private static final int LAST_ID = Integer.MAX_VALUE - 2_000;

    private final Map<Integer, Http2Stream> streams = new ConcurrentHashMap<>();
    private final AtomicInteger reserved = new AtomicInteger();
    private volatile int nextId = 1;
    private volatile int lastId = Integer.MAX_VALUE; // the last stream that the backend processes
    private volatile boolean http1Required;

    /** Takes a place, unless {@code most} are taken. The pool calls this with its lock. */
    boolean reserve(int most) {
        if (reserved.get() >= most) {
            return false;
        }
        reserved.incrementAndGet();
        return true;
    }

    boolean areNone() {
        return reserved.get() == 0;
    }

    /**
     * Gives a stream its number. The caller has the writer's lock.
     *
     * @throws IOException if the backend will not process it, or the stream was aborted
     */
    int begin(Http2Stream stream, SendWindows.Window window) throws IOException {
        int id = nextId;
        nextId = id + 2;
        stream.begin(id, window);
        streams.put(id, stream);
        if (id > lastId) {
            throw refusal("The backend takes no further stream");
        }
        return id;
    }

    /** Whether the numbers are used up. */
    boolean areExhausted() {
        return nextId > LAST_ID;
    }

    /** The stream with this number; null if it has ended. */
    @Nullable
    Http2Stream get(int id) {
        return streams.get(id);
    }

    /** Whether a stream with this number has begun. */
    boolean hasBegun(int id) {
        return id % 2 == 1 && id < nextId;
    }

    /** A stream has ended; its number is 0 if it has not begun. */
    void ended(int id) {
        if (id != 0) {
            streams.remove(id);
        }
        reserved.decrementAndGet();
    }

    /** Streams beyond {@code last} have not been processed. {@code code} says why. */
    void goAway(int last, long code) {
        http1Required |= code == ErrorCode.HTTP_1_1_REQUIRED.number();
        lastId = Math.min(last, lastId);
        streams.forEach((id, stream) -> {
            if (id > last) {
                stream.refuse(refusal("The backend has not processed the stream"));
            }
        });
    }

    /** Whether the backend has said which stream is the last. */
    boolean haveALast() {
        return lastId != Integer.MAX_VALUE;
    }

    /** Whether the backend wants no request over HTTP/2 any more. */
    boolean requireHttp1() {
        return http1Required;
    }

    /** The failure of a request that the backend has not processed. */
    IOException refusal(String message) {
        return http1Required ? new Http1Required(false) : new StreamRefused(message);
    }

    /** The connection has ended. */
    void endAll(IOException cause) {
        streams.values().forEach(stream -> stream.connectionEnded(cause));
    }
}
