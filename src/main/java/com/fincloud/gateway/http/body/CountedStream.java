package com.fincloud.gateway.http.body;

import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** An answer that Camel reads into memory. Its bytes are counted, and its length is limited. */
public final class CountedStream extends FilterInputStream {

    private final KeptBodies.Share share;
    private final String service;
    private final long most = KeptBodies.limits().answer();
    private long read;
    private boolean refused;

    /** Wraps a stream. {@code service} is what the 502 for a longer body names. */
    public CountedStream(InputStream stream, KeptBodies.Share share, String service) {
        super(stream);
        this.share = share;
        this.service = service;
    }

    @Override
    public int read() throws IOException {
        int next = super.read();
        if (next >= 0) {
            count(new byte[] {(byte) next}, 0, 1);
        }
        return next;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        int bytes = super.read(target, offset, count);
        if (bytes > 0) {
            count(target, offset, bytes);
        }
        return bytes;
    }

    private void count(byte[] bytes, int offset, int count) {
        read += count;
        refused = true;
        if (read > most) {
            throw new GatewayException(GatewayError.BACKEND_UNUSABLE, service).because("too_large");
        }
        share.add(bytes, offset, count);
        refused = false;
    }

    /** A body that is too large may be endless, so its rest is not read here. The owner of the connection aborts it. */
    @Override
    public void close() throws IOException {
        if (!refused) {
            super.close();
        }
    }
}
