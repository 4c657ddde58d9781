package com.fincloud.gateway.edge;

import java.io.FilterInputStream;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** A backend's body on its way to the client, with the length that the backend announced. */
public final class ReplyBody extends FilterInputStream {

    private final long length;

    /**
     * Wraps a stream.
     *
     * @param length bytes, -1 when unknown; for an answer to HEAD what the backend announced
     */
    public ReplyBody(InputStream stream, long length) {
        super(stream);
        this.length = length;
    }

    /** The same body for who can read it past the heap, null when nobody can. */
    @Nullable
    DirectSource direct() {
        return in instanceof DirectSource source ? source : null;
    }

    /** Bytes, -1 when unknown. */
    public long length() {
        return length;
    }
}
