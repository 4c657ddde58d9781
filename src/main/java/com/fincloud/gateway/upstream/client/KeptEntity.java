package com.fincloud.gateway.upstream.client;

import com.fincloud.gateway.http.body.KeptBodies;
import com.fincloud.gateway.http.body.ResponseBody;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/** A response body that Camel reads into memory. The read bytes are counted against a share, and their length is limited. */
public final class KeptEntity extends HttpEntityWrapper {

    private final InputStream content;
    private final long length;

    /** Creates a body of unknown length with this content. */
    public KeptEntity(HttpEntity entity, InputStream content, KeptBodies.Share share, String host) {
        this(entity, content, -1, share, host);
    }

    /** Creates the body as the backend sends it. */
    public KeptEntity(HttpEntity entity, KeptBodies.Share share, String host) throws IOException {
        this(entity, entity.getContent(), entity.getContentLength(), share, host);
    }

    private KeptEntity(HttpEntity entity, InputStream content, long length, KeptBodies.Share share, String host) {
        super(entity);
        this.content = new ResponseBody(content, length).keptBy(() -> share, host);
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

    /** Reads the rest, so that the connection can be reused, unless the body has been refused. */
    @Override
    public void close() throws IOException {
        content.close();
    }
}
