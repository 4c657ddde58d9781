package com.fincloud.gateway.upstream.client.http2;

import com.fincloud.gateway.background.BackgroundTask;
import com.fincloud.gateway.background.BackgroundTasks;
import com.fincloud.gateway.upstream.client.connect.RequestAborted;
import com.fincloud.gateway.upstream.client.http2.field.FieldEncoder;
import com.fincloud.gateway.upstream.client.http2.frame.ErrorCode;
import com.fincloud.gateway.upstream.client.http2.frame.Frame;
import com.fincloud.gateway.upstream.client.http2.frame.FrameOutput;
import com.fincloud.gateway.upstream.client.http2.frame.Http2Fault;
import com.fincloud.gateway.upstream.client.http2.frame.Unproductive;
import com.fincloud.gateway.upstream.client.limit.HeadMemory;
import com.fincloud.gateway.upstream.client.limit.Http2Limits;
import com.fincloud.gateway.upstream.client.reuse.ReuseTimes;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A connection to a backend that carries many requests at the same time: its beginning, its end, and whether further requests may begin. */
public final class Http2Connection {

    private static final long IDLE_NANOS = ReuseTimes.MOST_IDLE.toNanos();

    /** A backend that takes no byte for this time, although flow control limits bodies, does not read its connection. */
    private static final long STUCK_NANOS = Duration.ofSeconds(10).toNanos();

    /** How long the last frames may take. */
    private static final long CLOSING_NANOS = Duration.ofSeconds(1).toNanos();

    private final Socket raw;
    private final Http2Limits limits;
    private final long expiryNanos;
    private final Runnable changed;
    private final SendWindows windows = new SendWindows();
    private final PeerSettings settings = new PeerSettings(windows);
    private final OpenStreams streams = new OpenStreams();
    private final ConnectionReader reader;
    private final ConnectionWriter writer;
    private final CountDownLatch ready = new CountDownLatch(1);
    private volatile boolean draining;
    private volatile boolean answered;
    private volatile @Nullable IOException ended;
    private volatile boolean closed;
    private volatile long closingSince; // 0 while it is open
    private volatile long idleSince = System.nanoTime();
    private volatile long receivedNanos = System.nanoTime();

    /**
     * Creates a connection.
     *
     * @param raw the socket
     * @param used the socket with TLS, or {@code raw}
     * @param expiryNanos no request begins after this moment on the clock of {@link System#nanoTime}
     * @param changed called when a stream or the connection has ended
     */
    public Http2Connection(Socket raw, Socket used, Http2Limits limits, long expiryNanos, Runnable changed)
            throws IOException {
        Unproductive unproductive = new Unproductive();
        this.raw = raw;
        this.limits = limits;
        this.expiryNanos = expiryNanos;
        this.changed = changed;
        this.writer = new ConnectionWriter(used.getOutputStream(), unproductive);
        this.reader = new ConnectionReader(this, used.getInputStream(), limits, settings, windows, unproductive);
    }

    /**
     * Exchanges the settings on a new connection.
     *
     * @param timeout the maximum time for the backend's settings
     * @throws SocketTimeoutException if the backend sends none in time
     * @throws IOException if the backend does not speak HTTP/2
     */
    public void start(Duration timeout) throws IOException {
        writer.preface(limits);
        Thread unused = BackgroundTasks.loop(BackgroundTask.HTTP2_BACKENDS, () -> ended == null, reader::step);
        unused = BackgroundTasks.loop(BackgroundTask.HTTP2_BACKENDS, () -> !closed, this::writeQueued);
        boolean inTime;
        try {
            inTime = ready.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            inTime = false;
        }
        if (!inTime) {
            end(new SocketTimeoutException("The backend has sent no settings"), ErrorCode.NO_ERROR);
        }
        IOException failure = ended;
        if (failure != null) {
            throw failure;
        }
    }

    /** The backend's settings have arrived. */
    void settled() {
        ready.countDown();
        changed.run();
    }

    /** Takes a place for a stream; null if there is none. The pool calls this with its lock. */
    @Nullable
    Http2Stream reserve(boolean isHead, HeadMemory memory, long now) {
        return isUsable(now) && streams.reserve(settings.maxStreams())
                ? new Http2Stream(this, isHead, memory, limits)
                : null;
    }

    /** Whether further requests may begin. */
    boolean isUsable(long now) {
        return ended == null
                && !draining
                && writer.failedSince() == 0
                && !streams.areExhausted()
                && now - expiryNanos < 0;
    }

    boolean hasEnded() {
        return ended != null;
    }

    /** Whether the socket is closed. */
    boolean hasClosed() {
        return closed;
    }

    boolean isIdle() {
        return streams.areNone();
    }

    SendWindows windows() {
        return windows;
    }

    OpenStreams streams() {
        return streams;
    }

    ConnectionWriter writer() {
        return writer;
    }

    /** Sends a request's head, which begins the stream. */
    void begin(Http2Stream stream, FieldEncoder head, boolean endsStream) throws IOException {
        boolean written = false;
        writer.lock();
        try {
            requireOpen();
            int id = streams.begin(stream, windows.open());
            requireOpen(); // the streams of an ended connection have been told before this one was among them
            if (!stream.writes()) {
                throw new RequestAborted();
            }
            writer.head(id, head, endsStream);
            written = true;
        } finally {
            writer.unlock(written && endsStream);
        }
    }

    private void requireOpen() throws IOException {
        if (ended != null || streams.haveALast()) {
            throw streams.refusal("The connection has ended");
        }
    }

    /** Sends a frame without waiting. */
    void send(byte[] frame) {
        if (!writer.queue(frame)) {
            end(new Http2Fault(ErrorCode.ENHANCE_YOUR_CALM, "too many frames to answer"), ErrorCode.ENHANCE_YOUR_CALM);
        }
    }

    private void writeQueued() {
        try {
            writer.writeQueued();
        } catch (IOException e) {
            end(e, null);
        }
        if (closingSince != 0) {
            close();
        }
    }

    /** A frame has arrived. */
    void received() {
        receivedNanos = System.nanoTime();
    }

    /** Whether a frame has arrived since that moment. */
    boolean hasReceivedSince(long nanos) {
        return receivedNanos - nanos >= 0;
    }

    /** A response head has arrived. */
    void answered() {
        answered = true;
    }

    /** Whether the connection has brought a response. */
    boolean hasAnswered() {
        return answered;
    }

    /** No further stream begins, and streams beyond {@code last} have not been processed. {@code code} says why. */
    void goAway(int last, long code) {
        draining = true;
        streams.goAway(last, code);
        changed.run();
    }

    /** Ends the connection if a write has been waiting for long: then its abort cannot wait for that. */
    void abortWrites(long now) {
        long writing = writer.writingSince();
        if (writing != 0 && now - writing > CLOSING_NANOS) {
            end(new SocketTimeoutException("The backend does not read"), null);
        }
    }

    /** Uses the connection for no further stream, because it may be dead. */
    void suspect() {
        draining = true;
    }

    /** A stream has ended on both sides, or was aborted. */
    void ended(int id) {
        idleSince = System.nanoTime();
        streams.ended(id);
        changed.run();
    }

    /** Closes the connection if it is idle for long, expired, or stuck. The pool calls this with its lock. */
    void look(long now) {
        long writing = writer.writingSince();
        long failed = writer.failedSince();
        if (closingSince != 0 && now - closingSince > CLOSING_NANOS) {
            close();
        } else if (writing != 0 && now - writing > STUCK_NANOS) {
            end(new SocketTimeoutException("The backend does not read"), null);
        } else if (failed != 0 && now - failed > CLOSING_NANOS) {
            end(new IOException("The connection is broken"), null);
        } else if (isIdle() && (!isUsable(now) || now - idleSince > IDLE_NANOS)) {
            end(new IOException("The connection was idle"), ErrorCode.NO_ERROR);
        }
    }

    /** Ends the connection and its streams. {@code code} tells the backend why; with null the socket is closed at once. */
    void end(IOException cause, @Nullable ErrorCode code) {
        synchronized (this) {
            if (ended != null) {
                return;
            }
            ended = cause;
        }
        if (code == null || !writer.queue(FrameOutput.numbers(Frame.GOAWAY, 0, 0, 0, code.number()))) {
            close();
        } else {
            closingSince = System.nanoTime() | 1;
        }
        windows.closeAll();
        streams.endAll(cause);
        writer.close();
        ready.countDown();
        changed.run();
    }

    private void close() {
        closed = true;
        writer.close();
        try {
            raw.close();
        } catch (IOException e) {
            // it is closed anyway
        }
    }
}
