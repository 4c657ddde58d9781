package com.fincloud.gateway.upstream.client;

import com.fincloud.gateway.http.body.CountedStream;
import com.fincloud.gateway.http.body.KeptBodies;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/** A response body that Camel reads into memory. The read bytes are counted against a share, and their length is limited. */
public final class KeptEntity extends HttpEntityWrapper {

    private final InputStream content;
    private final long length;

    /** Creates the body that results from decoding what the backend sends with {@code gzip}. */
    public static KeptEntity ofGzip(HttpEntity entity, KeptBodies.Share share, String host) throws IOException {
        return new KeptEntity(entity, new GZIPInputStream(new ClosedAtItsEnd(entity.getContent())), -1, share, host);
    }

    /** Creates the body as the backend sends it. */
    public KeptEntity(HttpEntity entity, KeptBodies.Share share, String host) throws IOException {
        this(entity, new ClosedAtItsEnd(entity.getContent()), entity.getContentLength(), share, host);
    }

    private KeptEntity(HttpEntity entity, InputStream content, long length, KeptBodies.Share share, String host) {
        super(entity);
        this.content = new CountedStream(content, share, host);
        this.length = length;
    }

    @Override
    public InputStream getContent() {
        return content;
    }

    @Override
    public long getContentLength() {
        return length;
    }

    /** Lets the connection be reused if the body has been read to its end. */
    @Override
    public void close() throws IOException {
        content.close();
    }

    /**
     * A stream that is closed only at its end. HttpClient reads the whole rest of a body when its stream is closed, and a body may have no
     * end. Before the end, HttpClient closes the connection together with the response.
     */
    private static final class ClosedAtItsEnd extends FilterInputStream {

        private boolean closed;

        ClosedAtItsEnd(InputStream body) {
            super(body);
        }

        @Override
        public void close() throws IOException {
            if (!closed) {
                closed = true;
                if (read() < 0) {
                    super.close();
                }
            }
        }
    }
}
