package com.fincloud.gateway.routing.response;

import com.fincloud.gateway.http.RequestContext;
import com.fincloud.gateway.http.body.DirectSource;
import com.fincloud.gateway.http.body.ResponseBody;
import com.fincloud.gateway.http.body.StreamedBody;
import com.fincloud.gateway.http.body.Trailers;
import com.fincloud.gateway.http.header.TrailerRules;
import com.fincloud.gateway.routing.body.BodyContent;
import com.fincloud.gateway.server.GatewayResponse;
import com.fincloud.gateway.server.TransferBuffers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Sends a body that is a stream, together with the response's head: from socket to socket where possible. */
final class BodyTransfer {

    private final TransferBuffers buffers = new TransferBuffers();

    /**
     * Sends the head and the body.
     *
     * @param notModified whether the status is 304, whose length belongs to a body that is not sent
     */
    void stream(RequestContext context, InputStream body, GatewayResponse response, boolean notModified)
            throws IOException {
        ResponseBody known = ResponseBody.of(body);
        boolean bodiless = "HEAD".equals(context.request().method()) || notModified;
        long length =
                known == null ? BodyContent.cachedLength(body) : known.isEmpty() && !bodiless ? 0 : known.announced();
        response.contentLength(length);
        if (context.bodies().isAnswerLast() && body instanceof StreamedBody streamed) {
            streamed.useLast();
        }
        if (length < 0 && context.protocol().passesTrailers() && known != null) {
            passTrailers(known, response);
        }
        response.commit();
        if (!"HEAD".equals(context.request().method())) {
            if (length < 0 && body.available() <= 0) {
                response.flush(); // the head of an event stream must be sent long before its first event
            }
            DirectSource direct = body == known ? known.direct() : null;
            if (direct == null || !response.takesDirect() || !copied(direct, response)) {
                copy(body, length, response);
            }
        }
        response.end();
        if (known == null) {
            body.close();
        } else {
            known.release();
        }
    }

    private static void passTrailers(ResponseBody body, GatewayResponse response) {
        Trailers trailers = body.trailers();
        if (trailers != null) {
            trailers.keep();
            response.trailers(() -> TrailerRules.toClient(trailers.fields(), body::dropsTrailer));
        }
    }

    /** Copies from the backend's socket to the client's socket. Returns false if no direct buffer is free. */
    private boolean copied(DirectSource body, GatewayResponse response) throws IOException {
        ByteBuffer buffer = buffers.takeDirect();
        if (buffer == null) {
            return false;
        }
        try {
            while (body.read(buffer.clear()) >= 0) {
                response.writeDirect(buffer.flip());
            }
            return true;
        } finally {
            buffers.giveBack(buffer);
        }
    }

    /** Copies the body as it arrives: received bytes are sent before the next read can block. */
    private void copy(InputStream body, long length, GatewayResponse response) throws IOException {
        byte[] buffer = buffers.take(length);
        try {
            long copied = 0;
            int count = body.read(buffer);
            while (count >= 0) {
                response.write(buffer, 0, count);
                copied += count;
                if (copied != length && body.available() <= 0) {
                    response.flush();
                }
                count = body.read(buffer);
            }
        } finally {
            buffers.giveBack(buffer);
        }
    }
}
