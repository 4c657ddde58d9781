package com.fincloud.gateway.upstream.client.request;

import com.fincloud.gateway.http.body.BodyReadException;
import com.fincloud.gateway.http.body.RequestBody;
import com.fincloud.gateway.http.body.ResponseBody;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;
import org.apache.hc.core5.http.message.BasicHeader;
import org.jspecify.annotations.Nullable;

/**
 * A request body on its way from the client to the backend. If it breaks off, the connection to the backend is aborted. HttpClient would
 * write the last chunk anyway, and the backend would take a partial body for the whole body (RFC 9112 section 8).
 */
public final class UploadEntity extends AbstractHttpEntity {

    private static final int BUFFER = 16 * 1024;

    /** A read that takes longer has waited for the client. */
    private static final long WAIT_NANOS = 1_000_000;

    private final InputStream body;
    private final long length;
    private Runnable abort;
    private byte @Nullable [] piece; // null before the first read, and again when the body has been sent
    private int pieceLength;
    private boolean beyondFirst;
    private @Nullable BodyReadException failure;
    private @Nullable Consumer<Runnable> atEnd;
    private @Nullable Supplier<Map<String, String>> trailers;
    private Check beforeLastBytes = () -> {};

    /**
     * Creates a body.
     *
     * @param length length in bytes; -1 if unknown
     * @param abort aborts the connection to the backend
     */
    public UploadEntity(InputStream body, long length, Runnable abort) {
        this(body, length, abort, null, null);
    }

    private UploadEntity(
            InputStream body, long length, Runnable abort, @Nullable String type, @Nullable String coding) {
        super(type, coding, length < 0);
        this.body = body;
        this.length = length;
        this.abort = abort;
    }

    /**
     * Creates a body whose fields HttpClient writes.
     *
     * @param type the media type; null for none
     * @param coding the content coding; null for none
     */
    public static UploadEntity of(InputStream body, long length, @Nullable String type, @Nullable String coding) {
        return new UploadEntity(body, length, () -> {}, type, coding);
    }

    /** Sets what aborts the connection to the backend. */
    public void abortBy(Runnable action) {
        abort = action;
    }

    /** Why the body could not be read; null if it could. */
    public @Nullable BodyReadException failure() {
        return failure;
    }

    /** Sends these fields behind the body. They are asked for at its end. */
    public void trailers(Supplier<Map<String, String>> fields) {
        trailers = fields;
    }

    @Override
    public org.apache.hc.core5.function.@Nullable Supplier<List<? extends Header>> getTrailers() {
        Supplier<Map<String, String>> fields = trailers;
        return fields == null
                ? null
                : () -> fields.get().entrySet().stream()
                        .map(field -> new BasicHeader(field.getKey(), field.getValue()))
                        .toList();
    }

    @Override
    public long getContentLength() {
        return length;
    }

    @Override
    public InputStream getContent() {
        return body;
    }

    @Override
    public boolean isStreaming() {
        return true;
    }

    @Override
    public void close() throws IOException {
        body.close();
    }

    /** Reads the first piece of the body unless it has been read. Returns true if that has waited for the client. */
    public boolean readFirst() throws IOException {
        if (piece != null) {
            return false;
        }
        long began = System.nanoTime();
        first();
        return System.nanoTime() - began > WAIT_NANOS;
    }

    /** Reads the first piece unless it has been read. Returns true if it is the whole body; that needs no further wait. */
    public boolean isWholeHere() throws IOException {
        first();
        if (pieceLength < 0 || pieceLength == length) {
            return true;
        }
        try {
            return body instanceof RequestBody sent && !sent.hasMore();
        } catch (IOException | RuntimeException e) {
            abort.run();
            throw e;
        }
    }

    /** The same without a wait: false if nothing has arrived yet. */
    public boolean isWholeHereNow() throws IOException {
        boolean ready = piece != null || (body instanceof RequestBody sent && sent.isReady());
        return ready && isWholeHere();
    }

    /** Takes over the first piece that {@code earlier} has read of the same body. */
    public void continueOf(UploadEntity earlier) {
        piece = earlier.piece;
        pieceLength = earlier.pieceLength;
    }

    private byte[] first() throws IOException {
        byte[] buffer = piece;
        if (buffer == null) {
            buffer = new byte[length >= 0 && length < BUFFER ? (int) length + 1 : BUFFER];
            pieceLength = read(buffer);
            piece = buffer;
        }
        return buffer;
    }

    /** Whether the body can still be sent from its beginning: at most its first piece has been read, and is kept. */
    public boolean isUnsent() {
        return !beyondFirst;
    }

    /** The body has been sent; its memory is released while the gateway waits for the response. */
    public void sent() {
        beyondFirst = true;
        piece = null;
    }

    /** Looks at the connection. */
    @FunctionalInterface
    public interface Check {

        /** Looks; throws an exception if the connection is broken. */
        void run() throws IOException;
    }

    /** Runs {@code check} before the last bytes of a body whose first bytes were sent before. */
    public void beforeLastBytes(Check check) {
        beforeLastBytes = check;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        byte[] buffer = first();
        long begun = 0;
        for (int count = pieceLength; count >= 0; count = next(buffer)) {
            if (begun > 0 && begun + count == length) {
                beforeLastBytes.run();
            }
            begun += count;
            out.write(buffer, 0, count);
            if (body.available() <= 0) {
                out.flush(); // received bytes are sent at once, without waiting for the client's next bytes
            }
        }
        if (length < 0) {
            beforeLastBytes.run(); // the last chunk is still to come
        }
    }

    /** Whether the body is sent by a thread of its own: its end is not known, and the response may begin before. */
    public boolean isConcurrent() {
        return atEnd != null && length < 0 && body instanceof RequestBody sent && sent.isConcurrent();
    }

    /** Makes the body concurrent, if its client can do that. {@code atEnd} takes what the request waits for at its end. */
    public void concurrent(Consumer<Runnable> atEndOfRequest) {
        atEnd = atEndOfRequest;
    }

    /** Sends the body as it arrives. Returns false if {@link RequestBody#giveUp} has ended that. */
    public boolean pumpTo(OutputStream out, BooleanSupplier patient) throws IOException {
        RequestBody source = (RequestBody) body;
        byte[] buffer = piece == null ? new byte[BUFFER] : piece;
        int count = piece == null ? 0 : pieceLength;
        while (count >= 0) {
            out.write(buffer, 0, count);
            if (source.available() <= 0) {
                out.flush();
            }
            if (!await(source, patient)) {
                return false;
            }
            count = next(buffer);
        }
        return true;
    }

    private boolean await(RequestBody source, BooleanSupplier patient) throws IOException {
        try {
            return source.await(patient);
        } catch (IOException | RuntimeException e) {
            abort.run();
            throw e;
        }
    }

    /** Ends {@link #pumpTo}. */
    public void giveUp() {
        if (body instanceof RequestBody sent) {
            sent.giveUp();
        }
    }

    /** Lets the end of the request wait for {@code wait}. */
    public void awaitAtEnd(Runnable wait) {
        if (atEnd != null) {
            atEnd.accept(wait);
        }
    }

    private int next(byte[] buffer) throws IOException {
        int count = read(buffer);
        beyondFirst |= count >= 0;
        return count;
    }

    private int read(byte[] buffer) throws IOException {
        try {
            return body.read(buffer);
        } catch (IOException | RuntimeException e) {
            abort.run();
            ResponseBody answer = ResponseBody.of(body);
            failure = BodyReadException.of(e, answer == null ? "" : answer.service());
            throw failure;
        }
    }
}
