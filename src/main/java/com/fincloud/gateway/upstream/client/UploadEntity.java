package com.fincloud.gateway.upstream.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;

/**
 * A request body on its way from the client to the backend. If it breaks off, the connection to the backend is aborted. HttpClient would
 * write the last chunk anyway, and the backend would take a partial body for the whole body (RFC 9112 section 8).
 */
final class UploadEntity extends AbstractHttpEntity {

    private static final int BUFFER = 16 * 1024;

    private final InputStream body;
    private final long length;
    private final Runnable abort;

    /**
     * Creates a body.
     *
     * @param length length in bytes; -1 if unknown
     * @param abort aborts the connection to the backend
     */
    UploadEntity(InputStream body, long length, Runnable abort) {
        super((String) null, null, length < 0);
        this.body = body;
        this.length = length;
        this.abort = abort;
    }

    @Override
    public long getContentLength() {
        return length;
    }

    @Override
    public InputStream getContent() {
        return body;
    }

    @Override
    public boolean isStreaming() {
        return true;
    }

    @Override
    public void close() throws IOException {
        body.close();
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        byte[] buffer = new byte[length >= 0 && length < BUFFER ? (int) length + 1 : BUFFER];
        for (int count = read(buffer); count >= 0; count = read(buffer)) {
            out.write(buffer, 0, count);
            if (body.available() <= 0) {
                out.flush(); // received bytes are sent at once, without waiting for the client's next bytes
            }
        }
    }

    private int read(byte[] buffer) throws IOException {
        try {
            return body.read(buffer);
        } catch (IOException | RuntimeException e) {
            abort.run();
            throw e;
        }
    }
}
