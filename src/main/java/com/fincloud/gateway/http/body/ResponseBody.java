package com.fincloud.gateway.http.body;

import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A backend's body on its way to the client, with the length that the backend announced. */
public final class ResponseBody extends FilterInputStream {

    private final long length;
    private @Nullable Keeper keeper; // null when what is read goes on

    /**
     * Wraps a stream.
     *
     * @param length bytes, -1 when unknown; for an answer to HEAD what the backend announced
     */
    public ResponseBody(InputStream stream, long length) {
        super(stream);
        this.length = length;
    }

    /**
     * Counts what is read from now on as kept in memory, up to 10 MB.
     *
     * @param service named in the 502 that a longer body becomes
     */
    public ResponseBody keptBy(Supplier<KeptBodies.Share> share, String service) {
        keeper = new Keeper(share, service);
        return this;
    }

    /** What is read from now on goes to the client, or to a backend, as it comes. */
    public void goesOn() {
        keeper = null;
    }

    /** The same body for who can read it past the heap, null when nobody can. */
    @Nullable
    public DirectSource direct() {
        return in instanceof DirectSource source ? source : null;
    }

    /** Bytes, -1 when unknown. */
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

    /** A body that is too large may have no end, so that its rest is not read here: who owns the connection cuts it. */
    @Override
    public void close() throws IOException {
        if (keeper == null || !keeper.refused) {
            super.close();
        }
    }

    private static final class Keeper {

        /** The longest body that a route's steps may read, in bytes. */
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
