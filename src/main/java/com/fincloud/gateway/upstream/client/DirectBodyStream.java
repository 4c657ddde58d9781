package com.fincloud.gateway.upstream.client;

import com.fincloud.gateway.http.body.DirectSource;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A response body that can also be read into a direct buffer. */
final class DirectBodyStream extends UpstreamBodyStream implements DirectSource {

    private final PlainBodyReader content;

    DirectBodyStream(PlainBodyReader content, LeasedConnection lease) {
        super(content, lease);
        this.content = content;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return read(() -> content.read(target));
    }
}
