package com.fincloud.gateway.http.body;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A body that can be read into a buffer outside the heap: on its way to the client's socket nobody copies it. */
public interface DirectSource {

    /**
     * Reads what there is, and waits when there is nothing.
     *
     * @return bytes, -1 at the end
     * @throws IOException when the body breaks off
     */
    int read(ByteBuffer target) throws IOException;
}
