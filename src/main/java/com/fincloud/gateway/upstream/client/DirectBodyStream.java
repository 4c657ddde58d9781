package com.fincloud.gateway.upstream.client;

import com.fincloud.gateway.http.body.DirectSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** A response body that can also be read into a direct buffer. */
final class DirectBodyStream extends UpstreamBodyStream implements DirectSource {

    private final DirectSource direct;

    /** Creates it; {@code body} and {@code direct} are the same. */
    DirectBodyStream(InputStream body, DirectSource direct, ConnectionLease lease) {
        super(body, lease);
        this.direct = direct;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return read(() -> direct.read(target));
    }
}
