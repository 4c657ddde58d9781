package com.fincloud.gateway.server.http2;

import com.fincloud.gateway.http.SneakyThrow;
import com.fincloud.gateway.server.connection.IdleConnections;
import com.fincloud.gateway.server.connection.TlsSocketBuffers;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.coyote.http2.CompactUpgradeHandler;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/2 connection. It tells its streams whether a request is complete, which Tomcat does not expose, and its time-outs cannot be
 * postponed by frames.
 */
final class Http2Connection extends CompactUpgradeHandler implements IdleConnections.Multiplexed {

    private final Http2Load load;
    private final Http2Streams streams;
    private final SmallFrames smallFrames = new SmallFrames(System::nanoTime);

    Http2Connection(GatewayHttp2Protocol protocol, Http2Load load, Http2Streams streams, SocketWrapperBase<?> socket) {
        super(protocol, streams, socket);
        this.load = load;
        this.streams = streams;
        streams.onGoAway(this::pause);
    }

    /** Whether no request is in flight, and none has begun to arrive. */
    @Override
    public boolean isIdle() {
        return streams.isIdle() && activeRemoteStreamCount.get() == 0;
    }

    /** The connection has read all that has arrived. */
    @Override
    protected void allRead() {
        TlsSocketBuffers.releaseInput(socketWrapper);
    }

    /** A head is complete: the head of a request, or its trailers. */
    @Override
    public void headersEnd(int streamId, boolean endOfStream) {
        if (load.isExhausted()) {
            throw new IllegalStateException("No room for another request"); // Tomcat closes the connection
        }
        streams.headEnds(streamId, endOfStream);
        try {
            super.headersEnd(streamId, endOfStream);
        } catch (Exception refused) {
            streams.forget(streamId);
            throw SneakyThrow.<RuntimeException>thrown(refused);
        }
    }

    /** A body is complete. This is recorded before Tomcat wakes the thread that waits for the body. */
    @Override
    public void receivedEndOfStream(int streamId) {
        streams.bodyEnds(streamId);
        try {
            super.receivedEndOfStream(streamId);
        } catch (Exception refused) {
            throw SneakyThrow.<RuntimeException>thrown(refused);
        }
        streams.bodyArrives(streamId);
    }

    /** A part of a body begins. Tomcat counts a small one as overhead, unless it is the last one of its body. */
    @Override
    public @Nullable ByteBuffer startRequestBodyFrame(int streamId, int length, boolean endOfStream) {
        try {
            return super.startRequestBodyFrame(streamId, length, endOfStream || smallFrames.excuses(length));
        } catch (Exception refused) {
            throw SneakyThrow.<RuntimeException>thrown(refused);
        }
    }

    /** A part of a body has arrived. Wakes a thread that waits for it while another thread writes the response. */
    @Override
    public void endRequestBodyFrame(int streamId, int length) throws IOException {
        try {
            super.endRequestBodyFrame(streamId, length);
        } catch (IOException refused) {
            throw refused;
        } catch (Exception refused) {
            throw SneakyThrow.<RuntimeException>thrown(refused);
        }
        streams.bodyArrives(streamId);
    }

    /** The client has reset a stream. */
    @Override
    public void reset(int streamId, long code) {
        try {
            super.reset(streamId, code);
        } catch (Exception refused) {
            throw SneakyThrow.<RuntimeException>thrown(refused);
        }
        streams.bodyArrives(streamId);
    }

    /** Tomcat calls this once a second. After the port has closed it passes -1, and would then abort requests in flight. */
    @Override
    public void timeoutAsync(long now) {
        boolean stopping = now == -1;
        if (stopping ? streams.isIdle() : streams.isOverdue(activeRemoteStreamCount.get())) {
            socketWrapper.processSocket(SocketEvent.TIMEOUT, true);
        }
    }
}
