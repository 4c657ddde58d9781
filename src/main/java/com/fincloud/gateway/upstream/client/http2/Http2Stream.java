package com.fincloud.gateway.upstream.client.http2;

import com.fincloud.gateway.upstream.client.connect.RequestAborted;
import com.fincloud.gateway.upstream.client.http2.field.FieldEncoder;
import com.fincloud.gateway.upstream.client.http2.field.Fields;
import com.fincloud.gateway.upstream.client.http2.frame.ErrorCode;
import com.fincloud.gateway.upstream.client.http2.frame.Frame;
import com.fincloud.gateway.upstream.client.http2.frame.FrameOutput;
import com.fincloud.gateway.upstream.client.http2.frame.Http2Fault;
import com.fincloud.gateway.upstream.client.limit.HeadMemory;
import com.fincloud.gateway.upstream.client.limit.Http2Limits;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response on a connection (RFC 9113 section 5): what was sent, when both sides have ended, and the reset that ends them
 * before. The request's thread sends, the connection's reader receives, and any thread may abort.
 */
public final class Http2Stream {

    private static final long SILENT_NANOS = Duration.ofSeconds(1).toNanos();

    private final Http2Connection connection;
    private final ReentrantLock lock = new ReentrantLock();
    private final IncomingResponse response;
    private final long startNanos = System.nanoTime();
    private volatile SendWindows.@Nullable Window sending; // null before the head is sent
    private volatile int id; // 0 before the head is sent
    private boolean written;
    private boolean localEnded;
    private boolean finished;
    private boolean reused;

    Http2Stream(Http2Connection connection, boolean isHead, HeadMemory memory, Http2Limits limits) {
        this.connection = connection;
        this.response = new IncomingResponse(lock, isHead, memory, limits, this::mayComeMore);
    }

    /** The response as it arrives. */
    public IncomingResponse response() {
        return response;
    }

    /**
     * Whether the connection had brought a response before this request began. On any other connection an end says that the backend does not
     * work, not that it was closing an idle connection.
     */
    public boolean isReused() {
        return reused;
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

    /** Whether the backend has ended the request, or its connection, before anything of a response had arrived. */
    public boolean endedUnanswered() {
        return response.endedUnanswered();
    }

    /** Whether the connection has ended, on which a failed stream was. */
    public boolean hasEndedWithConnection() {
        return connection.hasEnded();
    }

    /** Sends the request's head. It waits in a buffer for the first bytes of the body, or {@link #flush}, if there is one. */
    public void send(FieldEncoder head, boolean endsStream) throws IOException {
        connection.begin(this, head, endsStream);
        if (endsStream) {
            localEnds();
        }
    }

    public void flush() throws IOException {
        connection.writer().flush();
    }

    /** A stream for the request's body. {@code length} is -1 if the end of the body must be told by {@link UploadStream#end}. */
    public UploadStream upload(long length) {
        SendWindows.Window open = sending;
        if (open == null) {
            throw new IllegalStateException("no head was sent");
        }
        return new UploadStream(this, connection, open, id, length);
    }

    /** Aborts the request, unless everything has been sent and received. */
    public void cancel() {
        boolean reset;
        lock.lock();
        try {
            boolean failed = response.hasFailed();
            reset = !failed && written && !isDone();
            response.abort(new RequestAborted());
            if (reset && !response.hasHead() && isSilent(System.nanoTime())) {
                connection.suspect();
            }
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
        response.giveBackWindow();
        connection.ended(id);
    }

    private void stopUpload() {
        SendWindows.Window open = sending;
        if (open != null) {
            connection.windows().close(open);
        }
    }

    private void mayComeMore(int bytes) {
        connection.send(FrameOutput.numbers(Frame.WINDOW_UPDATE, 0, id, bytes));
    }

    /** The connection has chosen the stream's number. */
    void begin(int number, SendWindows.Window window) throws IOException {
        lock.lock();
        try {
            sending = window;
            response.requireNoFailure();
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
            written = !response.hasFailed();
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
        return response.memory();
    }

    /** A field section has arrived. */
    void section(Fields fields, boolean endsStream) {
        receive(() -> response.section(fields, endsStream));
    }

    /** A part of the body has arrived, {@code flow} bytes of the window. */
    void data(byte[] bytes, int offset, int count, int flow, boolean endsStream) {
        receive(() -> response.data(bytes, offset, count, flow, endsStream));
    }

    private void receive(IncomingResponse.Step step) {
        ErrorCode reset;
        boolean complete;
        boolean done;
        lock.lock();
        try {
            if (response.hasFailed()) {
                return; // it was aborted, and these frames were on their way
            }
            reset = response.receive(step);
            complete = response.isComplete();
            done = isDone() || reset != null;
        } finally {
            lock.unlock();
        }
        if (done) {
            finish(reset);
        } else if (complete) {
            stopUpload(); // the rest of the request changes nothing any more
        }
    }

    /** The backend has reset the stream. After a complete response that only says that the request's rest is not needed. */
    void reset(long code) {
        lock.lock();
        try {
            response.cut(response.hasHead() ? wasReset(code) : refusal(code));
            localEnded = true;
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
        response.cut(cause);
        finish(null);
    }

    void connectionEnded(IOException cause) {
        boolean wantsHttp1 = connection.streams().requireHttp1() && !response.hasBegun();
        response.cut(wantsHttp1 ? new Http1Required(true) : new IOException("The connection has ended", cause));
        finish(null);
    }

    /** The backend takes more of the body. */
    void windowUpdate(int more) {
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
}
