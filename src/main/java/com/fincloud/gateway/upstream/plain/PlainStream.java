package com.fincloud.gateway.upstream.plain;

import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.http.body.BulkInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.ClassicHttpResponse;

/**
 * The body of an answer that is read while it arrives. At its end the connection serves other requests; before its end, or after a failure,
 * the connection is closed together with the stream.
 */
final class PlainStream extends BulkInputStream {

    private final InputStream content;
    private final InputStream wire;
    private final ClassicHttpResponse response;
    private final String host;
    private boolean ended;

    /**
     * Wraps the content of an answer.
     *
     * @param content the bytes for readers
     * @param wire the bytes as they arrive, of which {@code content} may be the decoded form
     */
    PlainStream(InputStream content, InputStream wire, ClassicHttpResponse response, String host) {
        this.content = content;
        this.wire = wire;
        this.response = response;
        this.host = host;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        if (ended) {
            return -1;
        }
        try {
            int bytes = content.read(target, offset, count);
            if (bytes < 0) {
                ended = true;
                end();
            }
            return bytes;
        } catch (IOException e) {
            close();
            throw new GatewayException(GatewayError.BACKEND_BROKE_OFF, e, host);
        }
    }

    private void end() throws IOException {
        if (wire.read() < 0) {
            wire.close();
        } else {
            response.close(); // bytes behind the end of what was encoded
        }
    }

    @Override
    public int available() throws IOException {
        return ended ? 0 : content.available();
    }

    @Override
    public void close() throws IOException {
        if (!ended) {
            response.close();
        }
    }
}
