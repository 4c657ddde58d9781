package com.fincloud.gateway.upstream.client.http1;

import com.fincloud.gateway.upstream.client.request.RawHttpRequest;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.io.HttpMessageWriter;
import org.apache.hc.core5.http.io.SessionOutputBuffer;

/** Writes the head of a {@link RawHttpRequest}. */
final class RequestWriter implements HttpMessageWriter<ClassicHttpRequest> {

    @Override
    public void write(ClassicHttpRequest request, SessionOutputBuffer buffer, OutputStream out) throws IOException {
        ((RawHttpRequest) request).writeHead(buffer, out);
    }
}
