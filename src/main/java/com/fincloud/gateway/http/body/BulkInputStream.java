package com.fincloud.gateway.http.body;

import java.io.IOException;
import java.io.InputStream;

/** A stream that is read in arrays. The read of a single byte is one of them, so there is only one way to the source. */
public abstract class BulkInputStream extends InputStream {

    @Override
    public final int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public abstract int read(byte[] target, int offset, int count) throws IOException;
}
