package com.fincloud.gateway.server;

import com.fincloud.gateway.http.SneakyThrow;
import com.fincloud.gateway.server.connection.IdleConnections;
import org.apache.coyote.http2.Http2AsyncUpgradeHandler;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;

/**
 * One HTTP/2 connection. It tells its streams what Tomcat keeps to itself, whether a request came to its end, and has time-outs that no
 * frame puts off.
 */
final class Http2Connection extends Http2AsyncUpgradeHandler implements IdleConnections.Multiplexed {

    private final Http2Load load;
    private final Http2Streams streams;

    Http2Connection(GatewayHttp2Protocol protocol, Http2Load load, Http2Streams streams, SocketWrapperBase<?> socket) {
        super(protocol, streams, null, socket);
        this.load = load;
        this.streams = streams;
        streams.goAwayBy(this::pause);
    }

    /** Whether no request is under way, and none has begun to come. */
    @Override
    public boolean isIdle() {
        return streams.isIdle() && activeRemoteStreamCount.get() == 0;
    }

    /** A head is complete: that of a request, or the trailers at its end. */
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

    /** A body is complete. Said before Tomcat wakes who waits for it. */
    @Override
    public void receivedEndOfStream(int streamId) {
        streams.bodyEnds(streamId);
        try {
            super.receivedEndOfStream(streamId);
        } catch (Exception refused) {
            throw SneakyThrow.<RuntimeException>thrown(refused);
        }
    }

    /** Tomcat asks once a second; with -1 when the port has closed, and would then break off what is being answered. */
    @Override
    public void timeoutAsync(long now) {
        boolean stopping = now == -1;
        if (stopping ? streams.isIdle() : streams.isOverdue(activeRemoteStreamCount.get())) {
            socketWrapper.processSocket(SocketEvent.TIMEOUT, true);
        }
    }
}
