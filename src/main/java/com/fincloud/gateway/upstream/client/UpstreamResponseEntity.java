package com.fincloud.gateway.upstream.client;

import java.io.InputStream;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/** A response entity that ends the lease when its content has been read. */
final class UpstreamResponseEntity extends HttpEntityWrapper {

    private final InputStream content;

    UpstreamResponseEntity(HttpEntity entity, InputStream content) {
        super(entity);
        this.content = content;
    }

    @Override
    public InputStream getContent() {
        return content;
    }
}
