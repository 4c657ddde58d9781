package com.fincloud.gateway.http.body;

import com.fincloud.gateway.server.WireBody;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.coyote.InputBuffer;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.tomcat.util.net.ApplicationBufferHandler;

/** The body of a client that sends when a test says so, for the tests of those who read it. */
public final class TestBody implements InputBuffer {

    private static final ClientTimeouts PATIENT = new ClientTimeouts(Duration.ofHours(1), Duration.ofHours(1), 1);

    private final BlockingQueue<byte[]> sent = new LinkedBlockingQueue<>();
    private final CountDownLatch awaited = new CountDownLatch(1);
    private final RequestBody body;

    /** A body of so many bytes, -1 for chunks. */
    public TestBody(long length) {
        Request request = new Request();
        request.setResponse(new Response());
        request.setInputBuffer(this);
        body = new RequestBody(new WireBody(request), length, Long.MAX_VALUE, PATIENT);
    }

    /** What the gateway reads. */
    public RequestBody body() {
        return body;
    }

    /** The client sends some bytes; none end the body. */
    public void send(byte... bytes) {
        sent.add(bytes);
    }

    /** Waits until somebody waits for the client. */
    public void awaitReader() throws InterruptedException {
        awaited.await();
    }

    @Override
    public int doRead(ApplicationBufferHandler handler) throws IOException {
        awaited.countDown();
        try {
            byte[] bytes = sent.take();
            handler.setByteBuffer(ByteBuffer.wrap(bytes));
            return bytes.length == 0 ? -1 : bytes.length;
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Override
    public int available() {
        return 0;
    }
}
