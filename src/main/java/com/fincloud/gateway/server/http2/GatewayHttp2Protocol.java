package com.fincloud.gateway.server.http2;

import com.fincloud.gateway.http.body.ClientTimeouts;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.apache.coyote.Adapter;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.coyote.http11.upgrade.InternalHttpUpgradeHandler;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.net.SocketWrapperBase;

/**
 * Tomcat's HTTP/2 (RFC 9113) with the limits of this server. What keeps a client from wearing the gateway out by frames that carry nothing,
 * resets among them, is Tomcat's overhead count.
 */
public final class GatewayHttp2Protocol extends Http2Protocol {

    /** The maximum number of fields in a head; more are 431. Tomcat's own limit is twice as high; beyond it Tomcat resets the stream. */
    static final int MAX_FIELDS = 100;

    /** RFC 9113 section 6.5.2 recommends at least 100. */
    private static final int MAX_STREAMS = 100;

    /**
     * The initial window of RFC 9113 section 6.9.2. Clients may send this much before they have read our settings, so a smaller window
     * would be exceeded.
     */
    private static final int WINDOW_BYTES = 65_535;

    private final BiConsumer<Request, Response> service;
    private final Duration headTimeout;
    private final Http2Load load;

    /**
     * Creates the protocol.
     *
     * @param service serves a request on the calling thread
     * @param requests requests without a body that all connections may have in flight
     */
    public GatewayHttp2Protocol(BiConsumer<Request, Response> service, ClientTimeouts timeouts, int requests) {
        this.service = service;
        this.headTimeout = timeouts.head();
        this.load = new Http2Load(requests);
        setMaxConcurrentStreams(MAX_STREAMS);
        // A stream that waits for the end of a different stream could wait forever.
        setMaxConcurrentStreamExecution(MAX_STREAMS);
        setInitialWindowSize(WINDOW_BYTES);
        setMaxHeaderCount(2 * MAX_FIELDS);
        setUseSendfile(false);
    }

    @Override
    public void setHttp11Protocol(AbstractHttp11Protocol<?> http11) {
        super.setHttp11Protocol(http11);
        setWriteTimeout(http11.getConnectionTimeout());
        setStreamReadTimeout(http11.getConnectionTimeout());
        setStreamWriteTimeout(http11.getConnectionTimeout());
        setKeepAliveTimeout(http11.getKeepAliveTimeout());
    }

    @Override
    public int getMaxHeaderSize() {
        return 2 * super.getMaxHeaderSize();
    }

    @Override
    public InternalHttpUpgradeHandler getInternalUpgradeHandler(
            SocketWrapperBase<?> socket, Adapter servlets, Request upgraded) {
        Http2Streams streams = new Http2Streams(service, load, headTimeout, Duration.ofMillis(getKeepAliveTimeout()));
        return new Http2Connection(this, load, streams, socket);
    }
}
