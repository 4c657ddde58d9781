package com.fincloud.gateway.upstream.client.http2;

import com.fincloud.gateway.http.body.BulkInputStream;
import com.fincloud.gateway.http.body.Trailers;
import com.fincloud.gateway.upstream.client.http2.field.Fields;
import com.fincloud.gateway.upstream.client.http2.field.ResponseHead;
import com.fincloud.gateway.upstream.client.http2.frame.ErrorCode;
import com.fincloud.gateway.upstream.client.http2.frame.Http2Fault;
import com.fincloud.gateway.upstream.client.limit.HeadMemory;
import com.fincloud.gateway.upstream.client.limit.Http2Limits;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;
import org.apache.hc.core5.http.Header;
import org.jspecify.annotations.Nullable;

/**
 * The response of one stream: the connection's reader brings it, and the request's thread waits for its parts and takes them. The first
 * failure ends both. The stream's lock guards it.
 */
public final class IncomingResponse {

    private final ReentrantLock lock;
    private final Condition arrived;
    private final StreamResponse response;
    private final ReceiveWindow window;
    private final HeadMemory memory;
    private final IntConsumer mayComeMore;
    private @Nullable IOException failure;
    private boolean cutByBackend;

    /**
     * Creates it.
     *
     * @param isHead whether the request's method is HEAD
     * @param mayComeMore is told how many more bytes of the body the backend may send
     */
    IncomingResponse(
            ReentrantLock lock, boolean isHead, HeadMemory memory, Http2Limits limits, IntConsumer mayComeMore) {
        this.lock = lock;
        this.arrived = lock.newCondition();
        this.response = new StreamResponse(isHead);
        this.window = new ReceiveWindow(limits);
        this.memory = memory;
        this.mayComeMore = mayComeMore;
    }

    /** Waits for the head. */
    public ResponseHead awaitHead() throws IOException {
        lock.lock();
        try {
            while (response.head() == null) {
                requireNoFailure();
                arrived.awaitUninterruptibly();
            }
            return response.head();
        } finally {
            lock.unlock();
        }
    }

    /** Whether the head has arrived. */
    public boolean hasHead() {
        lock.lock();
        try {
            return response.head() != null;
        } finally {
            lock.unlock();
        }
    }

    /** Whether there may be a body. The head must have arrived. */
    public boolean mayHaveBody() {
        lock.lock();
        try {
            return response.mayHaveBody();
        } finally {
            lock.unlock();
        }
    }

    /** Whether there is certainly neither a body nor a trailer. */
    public boolean isEmpty() {
        lock.lock();
        try {
            return response.isComplete()
                    && response.available() == 0
                    && response.trailers().isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Moves a field of the head behind the body. */
    public void addTrailer(Header field) {
        lock.lock();
        try {
            response.trailers().put(field.getName(), field.getValue());
        } finally {
            lock.unlock();
        }
    }

    /** The body, and the trailers behind it. */
    public InputStream body() {
        return new Body();
    }

    /** Whether the backend has ended the request, or its connection, before anything of the response had arrived. */
    boolean endedUnanswered() {
        lock.lock();
        try {
            return cutByBackend && !response.hasBegun();
        } finally {
            lock.unlock();
        }
    }

    boolean isComplete() {
        lock.lock();
        try {
            return response.isComplete();
        } finally {
            lock.unlock();
        }
    }

    boolean hasBegun() {
        lock.lock();
        try {
            return response.hasBegun();
        } finally {
            lock.unlock();
        }
    }

    boolean hasFailed() {
        lock.lock();
        try {
            return failure != null;
        } finally {
            lock.unlock();
        }
    }

    void requireNoFailure() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }

    /** The memory for the head; null if nobody waits for it. */
    @Nullable
    HeadMemory memory() {
        return hasFailed() ? null : memory;
    }

    /** The request's thread, or whoever aborts it, takes nothing more. */
    void abort(IOException cause) {
        lock.lock();
        try {
            response.clear();
            if (failure == null) {
                failure = cause;
            }
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The backend sends nothing more. That is a failure unless the response is complete. */
    void cut(IOException cause) {
        lock.lock();
        try {
            if (failure == null && !response.isComplete()) {
                failure = cause;
                cutByBackend = true;
            }
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** A step of the response, taken by the connection's reader. */
    interface Step {
        void run() throws IOException;
    }

    /** Takes a step, unless the request was aborted while the frames were on their way. Returns why the stream must be reset, or null. */
    @Nullable
    ErrorCode receive(Step step) {
        lock.lock();
        try {
            if (failure == null) {
                step.run();
            }
            return null;
        } catch (IOException e) {
            failure = e;
            return e instanceof Http2Fault fault ? fault.code() : ErrorCode.CANCEL;
        } finally {
            arrived.signalAll();
            lock.unlock();
        }
    }

    /** A field section, as a step. */
    void section(Fields fields, boolean endsStream) throws IOException {
        response.section(fields, endsStream);
    }

    /** A part of the body, {@code flow} bytes of the window, as a step. */
    void data(byte[] bytes, int offset, int count, int flow, boolean endsStream) throws IOException {
        window.received(flow, flow - count);
        response.data(bytes, offset, count, window.size(), endsStream);
    }

    /** Gives back the memory of the window, once. */
    void giveBackWindow() {
        window.giveBack();
    }

    private int take(byte[] target, int offset, int count) throws IOException {
        int more = 0;
        int taken;
        lock.lock();
        try {
            while (response.available() == 0) {
                if (response.isComplete()) {
                    return -1;
                }
                requireNoFailure();
                arrived.awaitUninterruptibly();
            }
            taken = response.take(target, offset, count);
            if (!response.isComplete() && failure == null) {
                more = window.taken(taken, response.available() == 0);
            }
        } finally {
            lock.unlock();
        }
        if (more > 0) {
            mayComeMore.accept(more);
        }
        return taken;
    }

    /** The body, whose bytes make room for further ones as they are read. */
    private final class Body extends BulkInputStream implements Trailers {

        @Override
        public int read(byte[] target, int offset, int count) throws IOException {
            return take(target, offset, count);
        }

        @Override
        public int available() {
            lock.lock();
            try {
                return response.available();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void keep() {
            // they are kept anyway
        }

        @Override
        public Map<String, String> fields() {
            lock.lock();
            try {
                return response.trailers();
            } finally {
                lock.unlock();
            }
        }
    }
}
