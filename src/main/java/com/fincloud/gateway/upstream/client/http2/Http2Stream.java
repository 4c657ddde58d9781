package com.fincloud.gateway.upstream.client.http2;

import com.fincloud.gateway.http.body.Trailers;
import com.fincloud.gateway.upstream.client.http2.field.FieldEncoder;
import com.fincloud.gateway.upstream.client.http2.field.Fields;
import com.fincloud.gateway.upstream.client.http2.field.ResponseHead;
import com.fincloud.gateway.upstream.client.http2.frame.ErrorCode;
import com.fincloud.gateway.upstream.client.http2.frame.Frame;
import com.fincloud.gateway.upstream.client.http2.frame.FrameOutput;
import com.fincloud.gateway.upstream.client.http2.frame.Http2Fault;
import com.fincloud.gateway.upstream.client.limit.HeadMemory;
import com.fincloud.gateway.upstream.client.limit.Http2Terms;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.hc.core5.http.Header;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response on a connection (RFC 9113 section 5). The connection's reader fills it, and the request's thread waits for
 * what it needs. Any thread may abort it.
 */
public final class Http2Stream {

    private static final long SILENT_NANOS = Duration.ofSeconds(1).toNanos();

    private final Http2Connection connection;
    private final HeadMemory memory;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final StreamResponse response;
    private final ReceiveWindow window;
    private final long startNanos = System.nanoTime();
    private volatile SendWindows.@Nullable Window sending; // null before the head is sent
    private volatile int id; // 0 before the head is sent
    private boolean written;
    private boolean localEnded;
    private boolean finished;
    private boolean reused;
    private boolean cutByBackend;
    private @Nullable IOException failure;

    Http2Stream(Http2Connection connection, boolean isHead, HeadMemory memory, Http2Terms terms) {
        this.connection = connection;
        this.memory = memory;
        this.response = new StreamResponse(isHead);
        this.window = new ReceiveWindow(terms);
    }

    /**
     * Whether the connection had brought a response before this request began. On any other connection an end says that the backend does not
     * work, not that it was closing an idle connection.
     */
    public boolean isReused() {
        return reused;
    }

    /** Whether the backend has ended the request, or its connection, before anything of a response had arrived. */
    public boolean endedUnanswered() {
        lock.lock();
        try {
            return cutByBackend && !response.hasBegun();
        } finally {
            lock.unlock();
        }
    }

    /** Whether a byte of the request may have been sent. */
    public boolean hasWritten() {
        lock.lock();
        try {
            return written;
        } finally {
            lock.unlock();
        }
    }

    /** Whether a response head has arrived. */
    public boolean hasHead() {
        lock.lock();
        try {
            return response.head() != null;
        } finally {
            lock.unlock();
        }
    }

    /** Sends the request's head. It waits in a buffer for the first bytes of the body, or {@link #flush}, if there is one. */
    public void send(FieldEncoder head, boolean endsStream) throws IOException {
        connection.begin(this, head, endsStream);
        if (endsStream) {
            localEnds();
        }
    }

    public void flush() throws IOException {
        connection.flush();
    }

    /** A stream for the request's body. {@code length} is -1 if the end of the body must be told by {@link UploadStream#end}. */
    public UploadStream upload(long length) {
        SendWindows.Window open = sending;
        if (open == null) {
            throw new IllegalStateException("no head was sent");
        }
        return new UploadStream(this, connection, open, id, length);
    }

    /** Waits for the response head. */
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

    /** Whether the response may have a body. The head must have arrived. */
    public boolean mayHaveBody() {
        lock.lock();
        try {
            return response.mayHaveBody();
        } finally {
            lock.unlock();
        }
    }

    /** Whether the response has certainly neither a body nor trailers. */
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

    /** Whether the stream has failed because its connection has ended. */
    public boolean hasEndedWithConnection() {
        return connection.hasEnded();
    }

    /** The response's body, and the trailers behind it. */
    public InputStream body() {
        return new BodyInput();
    }

    /** Aborts the request, unless everything has been sent and received. */
    public void cancel() {
        boolean reset;
        lock.lock();
        try {
            response.clear();
            reset = failure == null && written && !isDone();
            if (failure == null) {
                failure = new InterruptedIOException("the call has been cut");
            }
            if (reset && response.head() == null && isSilent(System.nanoTime())) {
                connection.suspect();
            }
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
        connection.abortWrites(System.nanoTime());
        finish(reset ? ErrorCode.CANCEL : null);
    }

    /** Whether the connection has brought nothing since the request began, for so long that it may be dead. */
    private boolean isSilent(long now) {
        return now - startNanos > SILENT_NANOS && !connection.hasReceivedSince(startNanos);
    }

    private boolean isDone() {
        return localEnded && response.isComplete();
    }

    /** Gives the place on the connection back, once. */
    private void finish(@Nullable ErrorCode reset) {
        lock.lock();
        try {
            if (finished) {
                return;
            }
            finished = true;
        } finally {
            lock.unlock();
        }
        if (reset != null) {
            connection.send(FrameOutput.numbers(Frame.RST_STREAM, 0, id, reset.number()));
        }
        stopUpload();
        window.giveBack();
        connection.ended(this, id);
    }

    private void stopUpload() {
        SendWindows.Window open = sending;
        if (open != null) {
            connection.windows().close(open);
        }
    }

    private void requireNoFailure() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }

    /** The connection has chosen the stream's number. */
    void begin(int number, SendWindows.Window window) throws IOException {
        lock.lock();
        try {
            sending = window;
            requireNoFailure();
            id = number;
            reused = connection.hasAnswered();
        } catch (IOException e) {
            connection.windows().close(window);
            throw e;
        } finally {
            lock.unlock();
        }
    }

    /** The head has been handed to the socket. Returns false if the stream was aborted before. */
    boolean writes() {
        lock.lock();
        try {
            written = failure == null;
            return written;
        } finally {
            lock.unlock();
        }
    }

    /** The request has been sent. */
    void localEnds() {
        boolean done;
        lock.lock();
        try {
            localEnded = true;
            done = isDone();
        } finally {
            lock.unlock();
        }
        if (done) {
            finish(null);
        }
    }

    /** The memory for the response head; null if nobody waits for it. */
    @Nullable
    HeadMemory memory() {
        lock.lock();
        try {
            return failure == null ? memory : null;
        } finally {
            lock.unlock();
        }
    }

    /** A step of the response, taken by the connection's reader. */
    private interface Step {
        void run() throws IOException;
    }

    private void receive(Step step) {
        ErrorCode reset = null;
        boolean complete;
        boolean done;
        lock.lock();
        try {
            if (failure != null) {
                return; // it was aborted, and these frames were on their way
            }
            step.run();
        } catch (Http2Fault e) {
            failure = e;
            reset = e.code();
        } catch (IOException e) {
            failure = e;
            reset = ErrorCode.CANCEL;
        } finally {
            complete = response.isComplete();
            done = isDone() || failure != null;
            arrived.signalAll();
            lock.unlock();
        }
        if (done) {
            finish(reset);
        } else if (complete) {
            stopUpload(); // the rest of the request changes nothing any more
        }
    }

    /** A field section has arrived. */
    void section(Fields fields, boolean endsStream) {
        receive(() -> response.section(fields, endsStream));
    }

    /** A part of the body has arrived, {@code flow} bytes of the window. */
    void data(byte[] bytes, int offset, int count, int flow, boolean endsStream) {
        receive(() -> {
            window.received(flow, flow - count);
            response.data(bytes, offset, count, window.size(), endsStream);
        });
    }

    /** The backend has reset the stream. After a complete response that only says that the request's rest is not needed. */
    void reset(long code) {
        lock.lock();
        try {
            if (failure == null && !response.isComplete()) {
                failure = response.head() == null ? refusal(code) : wasReset(code);
                cutByBackend = true;
            }
            localEnded = true;
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
        finish(null);
    }

    private static IOException refusal(long code) {
        if (code == ErrorCode.HTTP_1_1_REQUIRED.number()) {
            return new Http1Required(false);
        }
        return code == ErrorCode.REFUSED_STREAM.number()
                ? new StreamRefused("The backend has refused the stream")
                : wasReset(code);
    }

    private static IOException wasReset(long code) {
        return new IOException("The backend has reset the stream with the code " + code);
    }

    /** The backend has not processed the stream; {@code cause} says what it wants instead. */
    void refuse(IOException cause) {
        fail(cause);
    }

    void connectionEnded(IOException cause) {
        fail(new IOException("The connection has ended", cause));
    }

    private void fail(IOException cause) {
        lock.lock();
        try {
            if (failure == null && !response.isComplete()) {
                boolean wantsHttp1 = connection.requiresHttp1() && !response.hasBegun();
                failure = wantsHttp1 && !(cause instanceof Http1Required) ? new Http1Required(true) : cause;
                cutByBackend = true;
            }
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
        finish(null);
    }

    /** The backend takes more of the body. */
    void windowUpdate(int more) throws Http2Fault {
        SendWindows.Window open = sending;
        if (open == null) {
            return;
        }
        try {
            if (more == 0) {
                throw new Http2Fault(ErrorCode.PROTOCOL_ERROR, "a window update of nothing");
            }
            connection.windows().add(open, more);
        } catch (Http2Fault e) {
            receive(() -> {
                throw e;
            });
        }
    }

    /** The body, whose bytes make room for further ones as they are read. */
    private final class BodyInput extends InputStream implements Trailers {

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int count) throws IOException {
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
                connection.send(FrameOutput.numbers(Frame.WINDOW_UPDATE, 0, id, more));
            }
            return taken;
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
