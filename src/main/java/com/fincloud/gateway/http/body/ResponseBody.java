package com.fincloud.gateway.http.body;

import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An upstream response body on its way to the client, with the length that the backend announced. */
public final class ResponseBody extends FilterInputStream {

    private final long length;
    private @Nullable Predicate<String> droppedTrailers;
    private @Nullable Keeper keeper; // null if the bytes are streamed

    /**
     * Wraps a stream.
     *
     * @param length length in bytes; -1 if unknown; for a response to HEAD the announced length
     */
    public ResponseBody(InputStream stream, long length) {
        super(stream);
        this.length = length;
    }

    /**
     * From now on counts the read bytes as kept in memory, up to 10 MB.
     *
     * @param service the service that the 502 for a longer body names
     */
    public ResponseBody keptBy(Supplier<KeptBodies.Share> share, String service) {
        keeper = new Keeper(share, service);
        return this;
    }

    /** From now on the read bytes are streamed to the client or to a backend, so they are not counted. */
    public void passThrough() {
        keeper = null;
    }

    /** The same body for reads into a direct buffer; null if that is not possible. */
    @Nullable
    public DirectSource direct() {
        return in instanceof DirectSource source ? source : null;
    }

    /** The trailer fields; null if the backend cannot send any. */
    public @Nullable Trailers trailers() {
        return in instanceof TrailerSource source ? source.trailers() : null;
    }

    /** Sets which trailer fields, by lower-case name, the client does not get, as the head's fields of these names. */
    public ResponseBody dropTrailers(Predicate<String> names) {
        droppedTrailers = names;
        return this;
    }

    /** Whether the client does not get the trailer field with this lower-case name. */
    public boolean dropsTrailer(String name) {
        return droppedTrailers != null && droppedTrailers.test(name);
    }

    /** The length in bytes; -1 if unknown. */
    public long length() {
        return length;
    }

    @Override
    public int read() throws IOException {
        int next = super.read();
        if (keeper != null && next >= 0) {
            keeper.keep(new byte[] {(byte) next}, 0, 1);
        }
        return next;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        int read = super.read(target, offset, count);
        if (keeper != null && read > 0) {
            keeper.keep(target, offset, read);
        }
        return read;
    }

    /** A body that is too large may be endless, so its rest is not read here. The owner of the connection aborts it. */
    @Override
    public void close() throws IOException {
        if (keeper == null || !keeper.refused) {
            super.close();
        }
    }

    private static final class Keeper {

        /** The maximum length of a body that a route's steps may read, in bytes. */
        private static final long MOST = 10L * 1024 * 1024;

        private final Supplier<KeptBodies.Share> share;
        private final String service;
        private long kept;
        private boolean refused;

        Keeper(Supplier<KeptBodies.Share> share, String service) {
            this.share = share;
            this.service = service;
        }

        void keep(byte[] bytes, int offset, int count) {
            kept += count;
            refused = true;
            if (kept > MOST) {
                throw new GatewayException(GatewayError.BACKEND_UNUSABLE, service).because("too_large");
            }
            share.get().add(bytes, offset, count);
            refused = false;
        }
    }
}
