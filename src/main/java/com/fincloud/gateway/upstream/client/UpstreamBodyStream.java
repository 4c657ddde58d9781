package com.fincloud.gateway.upstream.client;

import com.fincloud.gateway.http.BrokenUpstreamResponse;
import com.fincloud.gateway.http.body.BulkInputStream;
import com.fincloud.gateway.http.body.TrailerSource;
import com.fincloud.gateway.http.body.Trailers;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** A response body. Reading to the end returns the connection to the pool; any failure aborts the connection. */
sealed class UpstreamBodyStream extends BulkInputStream implements TrailerSource permits DirectBodyStream {

    /** A read of the body; returns the number of bytes, -1 at the end. */
    interface Read {

        int run() throws IOException;
    }

    /** The maximum bytes of a body that are read and discarded. For a longer rest a new connection is cheaper. */
    private static final int LEFT_OVER_BYTES = 64 * 1024;

    private final InputStream body;
    private final ConnectionLease lease;
    private boolean ended;

    UpstreamBodyStream(InputStream body, ConnectionLease lease) {
        this.body = body;
        this.lease = lease;
    }

    @Override
    public @Nullable Trailers trailers() {
        return body instanceof Trailers fields ? fields : null;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        return read(() -> body.read(target, offset, count));
    }

    /** Reads within the upstream request's deadline. */
    final int read(Read step) throws IOException {
        if (ended) {
            return -1;
        }
        lease.deadline().readBegins();
        try {
            int read = step.run();
            lease.deadline().readEnds();
            if (read < 0) {
                ended = true;
                lease.release();
            }
            return read;
        } catch (IOException e) {
            lease.abort();
            throw new BrokenUpstreamResponse(lease.deadline().passed() ? "time_out" : UpstreamFailure.reason(e), e);
        } catch (RuntimeException e) {
            lease.abort();
            throw e;
        }
    }

    @Override
    public int available() throws IOException {
        return ended ? 0 : body.available();
    }

    /** Reads a short rest, so that the connection can be reused. Aborts the connection if the rest is long. */
    @Override
    public void close() {
        try {
            byte[] rest = new byte[ended ? 0 : 4 * 1024];
            int taken = 0;
            for (int count = 0; !ended && count >= 0 && taken < LEFT_OVER_BYTES; taken += count) {
                count = read(rest, 0, rest.length);
            }
        } catch (IOException e) {
            // already aborted
        } finally {
            lease.abort();
        }
    }
}
