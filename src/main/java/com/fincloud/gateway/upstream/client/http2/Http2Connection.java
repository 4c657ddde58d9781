package com.fincloud.gateway.upstream.client.http2;

import com.fincloud.gateway.background.BackgroundTask;
import com.fincloud.gateway.background.BackgroundTasks;
import com.fincloud.gateway.upstream.client.http2.field.FieldEncoder;
import com.fincloud.gateway.upstream.client.http2.frame.ControlFrames;
import com.fincloud.gateway.upstream.client.http2.frame.ErrorCode;
import com.fincloud.gateway.upstream.client.http2.frame.Frame;
import com.fincloud.gateway.upstream.client.http2.frame.FrameOutput;
import com.fincloud.gateway.upstream.client.http2.frame.Http2Fault;
import com.fincloud.gateway.upstream.client.http2.frame.Unproductive;
import com.fincloud.gateway.upstream.client.limit.HeadMemory;
import com.fincloud.gateway.upstream.client.limit.Http2Terms;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a backend that carries many requests at the same time. One thread reads it. Requests write their own frames; a second
 * thread writes what the reader and aborts have to send, because those must not wait for a backend that does not read.
 */
public final class Http2Connection {

    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /** How long an idle connection is kept. */
    private static final long IDLE_NANOS = Duration.ofSeconds(55).toNanos();

    /** A backend that takes no byte for this time, although flow control limits bodies, does not read its connection. */
    private static final long STUCK_NANOS = Duration.ofSeconds(10).toNanos();

    /** The last number of a stream, with a reserve for those that begin at the same time. */
    private static final int LAST_ID = Integer.MAX_VALUE - 2_000;

    /** How long the last frames may take. */
    private static final long CLOSING_NANOS = Duration.ofSeconds(1).toNanos();

    private final Socket raw;
    private final FrameOutput out;
    private final Http2Terms terms;
    private final long expiryNanos;
    private final Runnable changed;
    private final SendWindows windows = new SendWindows();
    private final PeerSettings settings = new PeerSettings(windows);
    private final Unproductive unproductive = new Unproductive();
    private final ControlFrames control = new ControlFrames();
    private final ConnectionReader reader;
    private final Map<Integer, Http2Stream> streams = new ConcurrentHashMap<>();
    private final AtomicInteger reserved = new AtomicInteger();
    private final CountDownLatch ready = new CountDownLatch(1);
    private volatile int nextId = 1;
    private volatile int lastId = Integer.MAX_VALUE; // the last stream that the backend processes
    private volatile boolean draining;
    private volatile boolean http1Required;
    private volatile boolean answered;
    private volatile @Nullable IOException ended;
    private volatile boolean closed;
    private volatile long closingSince; // 0 while it is open
    private volatile long failedSince; // 0 while writes succeed
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
    public Http2Connection(Socket raw, Socket used, Http2Terms terms, long expiryNanos, Runnable changed)
            throws IOException {
        this.raw = raw;
        this.terms = terms;
        this.expiryNanos = expiryNanos;
        this.changed = changed;
        this.out = new FrameOutput(used.getOutputStream());
        this.reader = new ConnectionReader(this, used.getInputStream(), terms, settings, windows, unproductive);
    }

    /**
     * Exchanges the settings on a new connection.
     *
     * @param timeout the maximum time for the backend's settings
     * @throws SocketTimeoutException if the backend sends none in time
     * @throws IOException if the backend does not speak HTTP/2
     */
    public void start(Duration timeout) throws IOException {
        sendPreface();
        Thread unused = BackgroundTasks.loop(BackgroundTask.HTTP2_BACKENDS, () -> ended == null, reader::step);
        unused = BackgroundTasks.loop(BackgroundTask.HTTP2_BACKENDS, () -> !closed, this::writeControl);
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

    /** Sends what must come before everything else (RFC 9113 section 3.4). */
    private void sendPreface() throws IOException {
        int more = ConnectionReader.CONNECTION_WINDOW - Frame.USUAL_WINDOW;
        out.lock();
        try {
            out.bytes(PREFACE);
            out.bytes(FrameOutput.settings(terms));
            out.bytes(FrameOutput.numbers(Frame.WINDOW_UPDATE, 0, 0, more));
        } finally {
            unlock(true);
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
        if (!isUsable(now) || reserved.get() >= settings.maxStreams()) {
            return null;
        }
        reserved.incrementAndGet();
        return new Http2Stream(this, isHead, memory, terms);
    }

    /** Whether further requests may begin. */
    boolean isUsable(long now) {
        return ended == null && !draining && now - expiryNanos < 0;
    }

    boolean hasEnded() {
        return ended != null;
    }

    /** Whether the socket is closed. */
    boolean hasClosed() {
        return closed;
    }

    boolean isIdle() {
        return reserved.get() == 0;
    }

    SendWindows windows() {
        return windows;
    }

    /** Sends a request's head, which begins the stream. */
    void begin(Http2Stream stream, FieldEncoder head, boolean endsStream) throws IOException {
        boolean written = false;
        out.lock();
        try {
            requireOpen();
            int id = nextId;
            nextId = id + 2;
            if (id > LAST_ID) {
                draining = true;
            }
            stream.begin(id, windows.open());
            streams.put(id, stream);
            if (id > lastId) {
                throw refusal("The backend takes no further stream");
            }
            if (!stream.writes()) {
                throw new InterruptedIOException("the call has been cut");
            }
            out.section(id, head.block(), head.length(), endsStream);
            written = true;
        } catch (IOException e) {
            throw written(e);
        } finally {
            unlock(written && endsStream);
        }
        unproductive.useful();
    }

    private void requireOpen() throws IOException {
        IOException failure = ended;
        if (failure != null || (draining && lastId != Integer.MAX_VALUE)) {
            throw refusal("The connection has ended");
        }
    }

    private IOException refusal(String message) {
        return http1Required ? new Http1Required(false) : new StreamRefused(message);
    }

    /** Whether the backend wants no request over HTTP/2 any more. */
    boolean requiresHttp1() {
        return http1Required;
    }

    /** A response head has arrived. */
    void answered() {
        answered = true;
    }

    /** Whether the connection has brought a response. */
    boolean hasAnswered() {
        return answered;
    }

    /** Sends a part of a body. */
    void data(int id, byte[] bytes, int offset, int count, boolean endsStream) throws IOException {
        out.lock();
        try {
            out.frame(Frame.DATA, endsStream ? Frame.END_STREAM : 0, id, bytes, offset, count);
        } catch (IOException e) {
            throw written(e);
        } finally {
            unlock(endsStream);
        }
        unproductive.useful();
    }

    /** Sends the fields behind a body. */
    void trailers(int id, FieldEncoder fields) throws IOException {
        out.lock();
        try {
            out.section(id, fields.block(), fields.length(), true);
        } catch (IOException e) {
            throw written(e);
        } finally {
            unlock(true);
        }
    }

    void flush() throws IOException {
        out.lock();
        unlock(true);
    }

    private void unlock(boolean flush) throws IOException {
        try {
            out.unlock(flush);
        } catch (IOException e) {
            throw written(e);
        }
    }

    /** A write has failed. The reader may still find a response, or a GOAWAY frame. */
    private IOException written(IOException failure) {
        boolean unwritten = failure instanceof StreamRefused
                || failure instanceof Http1Required
                || failure instanceof InterruptedIOException;
        if (!unwritten) {
            draining = true;
            failedSince = System.nanoTime() | 1;
        }
        return failure;
    }

    /** Sends a frame without waiting. */
    void send(byte[] frame) {
        if (!control.add(frame)) {
            end(new Http2Fault(ErrorCode.ENHANCE_YOUR_CALM, "too many frames to answer"), ErrorCode.ENHANCE_YOUR_CALM);
        }
    }

    private void writeControl() {
        control.await();
        out.lock();
        try {
            for (byte[] next = control.poll(); next != null; next = control.poll()) {
                out.bytes(next);
            }
        } catch (IOException e) {
            end(e, null);
        } finally {
            flushControl();
        }
        if (closingSince != 0) {
            close();
        }
    }

    private void flushControl() {
        try {
            unlock(true);
        } catch (IOException e) {
            end(e, null);
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

    /** The stream with this number; null if it has ended. */
    @Nullable
    Http2Stream stream(int id) {
        return streams.get(id);
    }

    /** Whether a stream with this number has begun. */
    boolean hasBegun(int id) {
        return id % 2 == 1 && id < nextId;
    }

    /** No further stream begins, and streams beyond {@code last} have not been processed. {@code code} says why. */
    void goAway(int last, long code) {
        http1Required |= code == ErrorCode.HTTP_1_1_REQUIRED.number();
        lastId = Math.min(last, lastId);
        draining = true;
        streams.forEach((id, stream) -> {
            if (id > last) {
                stream.refuse(refusal("The backend has not processed the stream"));
            }
        });
        changed.run();
    }

    /** Ends the connection if a write has been waiting for long: then its abort cannot wait for that. */
    void abortWrites(long now) {
        long writing = out.writingSince();
        if (writing != 0 && now - writing > CLOSING_NANOS) {
            end(new SocketTimeoutException("The backend does not read"), null);
        }
    }

    /** Uses the connection for no further stream, because it may be dead. */
    void suspect() {
        draining = true;
    }

    /** A stream has ended on both sides, or was aborted. */
    void ended(Http2Stream stream, int id) {
        if (id != 0) {
            streams.remove(id);
        }
        idleSince = System.nanoTime();
        reserved.decrementAndGet();
        changed.run();
    }

    /** Closes the connection if it is idle for long, expired, or stuck. The pool calls this with its lock. */
    void look(long now) {
        long writing = out.writingSince();
        if (closingSince != 0 && now - closingSince > CLOSING_NANOS) {
            close();
        } else if (writing != 0 && now - writing > STUCK_NANOS) {
            end(new SocketTimeoutException("The backend does not read"), null);
        } else if (failedSince != 0 && now - failedSince > CLOSING_NANOS) {
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
        if (code == null || !control.add(FrameOutput.numbers(Frame.GOAWAY, 0, 0, 0, code.number()))) {
            close();
        } else {
            closingSince = System.nanoTime() | 1;
        }
        windows.closeAll();
        streams.values().forEach(stream -> stream.connectionEnded(cause));
        control.close();
        ready.countDown();
        changed.run();
    }

    private void close() {
        closed = true;
        control.close();
        try {
            raw.close();
        } catch (IOException e) {
            // it is closed anyway
        }
    }
}
