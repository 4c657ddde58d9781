package com.fincloud.gateway.http.body;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A body that can be read into a direct buffer, so that it reaches the client's socket without a copy on the heap. */
public interface DirectSource {

    /**
     * Reads the available bytes, and waits if there are none.
     *
     * @return the number of bytes; -1 at the end
     * @throws IOException if the body breaks off
     */
    int read(ByteBuffer target) throws IOException;
}
