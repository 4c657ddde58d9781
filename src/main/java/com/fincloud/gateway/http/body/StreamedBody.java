package com.fincloud.gateway.http.body;

import com.fincloud.gateway.error.GatewayException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.jspecify.annotations.Nullable;

/**
 * A body that comes from a socket. What a step reads is kept, so Camel can reset the body and the next step reads it from its beginning. A
 * body that no step reads is passed on without being kept.
 *
 * <p>Closing the body means that a reader is done with it, and resets it. The source is not closed, because a later step may need the rest.
 */
public abstract class StreamedBody extends BulkInputStream implements StreamCache {

    private @Nullable Supplier<KeptBodies.Share> share; // null if the body is never kept
    private boolean repeats;
    private @Nullable KeptBody kept; // null while nothing is kept
    private long position;
    private long weighed;
    private boolean sending;
    private boolean spent; // bytes have been passed on without being kept
    private boolean lost;

    /** Reads the next bytes from the source. */
    abstract int receive(byte[] target, int offset, int count) throws IOException;

    /** The bytes that have arrived and have not been read. */
    abstract int arrived();

    /** The length in bytes that was announced; -1 if it is unknown. */
    public abstract long announced();

    /** Counts bytes that a step has read and converts on the heap. */
    abstract void weigh(KeptBodies.Share counted, byte[] bytes, int offset, int count) throws IOException;

    /** The maximum bytes that are kept. */
    abstract long mostKept();

    /** The failure for a step that reads more than {@link #mostKept}. */
    abstract GatewayException tooLong();

    /** The body from the socket, of which this may be a copy. */
    StreamedBody origin() {
        return this;
    }

    /** From now on keeps what steps read. {@code repeated}: whether it is kept also while it is sent, as the route may use it again. */
    final void keep(Supplier<KeptBodies.Share> share, boolean repeated) {
        this.share = share;
        this.repeats = repeated;
    }

    final void shareKept(StreamedBody other, KeptBody body) {
        share = other.share;
        repeats = true;
        kept = body;
    }

    /**
     * The next reader sends the bytes, so they are not counted as converted on the heap. It reads from the beginning.
     *
     * @throws GatewayException if a part of the body was not kept, or could not be received
     * @throws IllegalStateException if the body was sent before and was not kept
     */
    public final void startSending() {
        reset();
        if (lost) {
            throw new IllegalStateException("The body has been sent and was not kept");
        }
        if (kept != null) {
            kept.requireWhole();
        }
        sending = true;
    }

    /** Whether the bytes go from the source to the reader and nowhere else. */
    final boolean isPassedOn() {
        return kept() == null;
    }

    private @Nullable KeptBody kept() {
        if (kept == null && share != null && !spent && (repeats || !sending)) {
            kept = new KeptBody(origin(), share.get());
        }
        return kept;
    }

    @Override
    public final int read(byte[] target, int offset, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        KeptBody body = kept();
        if (body == null) {
            return readOnce(target, offset, count);
        }
        int bytes = body.read(position, target, offset, count, !sending);
        if (bytes > 0) {
            position += bytes;
            if (!sending && position > weighed) {
                int known = (int) Math.max(0, bytes - (position - weighed));
                weighed = position;
                weigh(shared(), target, offset + known, bytes - known);
            }
        }
        return bytes;
    }

    private KeptBodies.Share shared() {
        Supplier<KeptBodies.Share> known = share;
        return known == null ? KeptBodies.ofHeap() : known.get();
    }

    private int readOnce(byte[] target, int offset, int count) throws IOException {
        if (lost) {
            throw new IOException("The body has been sent and was not kept");
        }
        spent = true;
        int bytes = receive(target, offset, count);
        position += Math.max(0, bytes);
        return bytes;
    }

    @Override
    public final int available() {
        return kept == null ? arrived() : kept.available(position);
    }

    /** The next reader begins at the first byte. */
    @Override
    public final void reset() {
        lost |= spent && position > 0;
        position = 0;
        sending = false;
    }

    @Override
    public final void close() {
        reset();
    }

    @Override
    public final void writeTo(OutputStream target) throws IOException {
        transferTo(target);
    }

    /** A body for another thread, or for another reader at the same time, which begins at the first byte. */
    @Override
    public final @Nullable StreamCache copy(@Nullable Exchange exchange) {
        sending = false;
        KeptBody body = kept();
        return body == null ? null : new BodyCopy(origin(), this, body);
    }

    /**
     * Reads the whole body from its source now, so that the source can be closed.
     *
     * @throws GatewayException if the body is too long, or there is no room for it
     */
    public final void receiveAll() throws IOException {
        KeptBody body = kept();
        if (body != null) {
            body.receiveAll();
        }
    }

    /**
     * Reads the body from its source now, as far as it may be kept, so that the source of most bodies can be closed.
     *
     * @throws GatewayException if there is no room for it
     */
    public final void receiveAhead() throws IOException {
        KeptBody body = kept();
        if (body != null) {
            body.receiveAhead();
        }
    }

    /** The next reader is the last one, so the body is not kept for another one, unless that has begun. */
    public final void useLast() {
        repeats = false;
    }

    @Override
    public final boolean inMemory() {
        return kept == null || kept.isInMemory();
    }

    /** The length in bytes; 1 if it is unknown, since Camel takes a body of length 0 for none. */
    @Override
    public final long length() {
        long known = announced() >= 0 || kept == null ? announced() : kept.length();
        return known < 0 ? 1 : known;
    }

    @Override
    public final long position() {
        return position;
    }
}
