package com.fincloud.gateway.upstream.client;

import com.fincloud.gateway.background.BackgroundTask;
import com.fincloud.gateway.background.BackgroundTasks;
import com.fincloud.gateway.http.body.BodyReadException;
import com.fincloud.gateway.upstream.client.http2.Http2Stream;
import com.fincloud.gateway.upstream.client.http2.UploadStream;
import com.fincloud.gateway.upstream.client.request.UploadEntity;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Sends a request's body in a thread of its own, so that the response can begin before the body has ended, as gRPC streams need it. The
 * client's request must not end before the thread has: Tomcat uses the request's objects again.
 */
final class UploadPump {

    private final UploadEntity body;
    private final UploadStream out;
    private final Http2Stream stream;
    private final Thread thread;
    private volatile @Nullable BodyReadException failure;

    /** Begins to send. {@code stream} tells whether the backend has begun to respond. */
    UploadPump(UploadEntity body, UploadStream out, Http2Stream stream) {
        this.body = body;
        this.out = out;
        this.stream = stream;
        this.thread = BackgroundTasks.once(BackgroundTask.HTTP2_UPLOADS, this::send);
        body.awaitAtEnd(this::stop);
    }

    private void send() {
        try {
            if (body.pumpTo(out, () -> stream.response().hasHead())) {
                out.end(Http2Exchange.trailers(body));
            }
        } catch (BodyReadException e) {
            failure = e;
        } catch (IOException e) {
            // the stream takes no more, and its reader knows why
        }
    }

    /** Ends the sending, and waits for that. */
    void stop() {
        body.giveUp();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the sending after a failure of the stream. Throws the client's failure if that was the cause. */
    void failed() throws BodyReadException {
        stop();
        BodyReadException cause = failure;
        if (cause != null) {
            throw cause;
        }
    }
}
