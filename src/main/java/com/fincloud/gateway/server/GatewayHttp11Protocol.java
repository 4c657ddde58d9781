package com.fincloud.gateway.server;

import com.fincloud.gateway.launch.FatalErrors;
import com.fincloud.gateway.server.connection.ConnectionLimits;
import com.fincloud.gateway.server.connection.GatewayNioEndpoint;
import com.fincloud.gateway.server.connection.HeadBuffers;
import com.fincloud.gateway.server.connection.PartialHeads;
import java.io.IOException;
import java.time.Duration;
import org.apache.coyote.Adapter;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.jspecify.annotations.Nullable;

/** Tomcat's HTTP protocol with the gateway's adapter in place of the servlet container's. */
public final class GatewayHttp11Protocol extends Http11NioProtocol {

    private final GatewayNioEndpoint sockets;
    private final HeadBuffers heads = new HeadBuffers();
    private final PartialHeads partial = new PartialHeads();
    private @Nullable Adapter gateway;
    private long headMillis = Duration.ofSeconds(20).toMillis();

    /** A protocol with sockets of its own; Tomcat's connector makes it. */
    public GatewayHttp11Protocol() {
        this(new GatewayNioEndpoint());
    }

    private GatewayHttp11Protocol(GatewayNioEndpoint sockets) {
        super(sockets);
        this.sockets = sockets;
    }

    /** Has every further connection refused, while those that there are go on being served. */
    void closePort() throws IOException, InterruptedException {
        sockets.closePort();
    }

    /** Bounds the connections, before the port is open. */
    void limit(ConnectionLimits limits) {
        sockets.limit(limits);
    }

    void adapter(Adapter adapter) {
        this.gateway = adapter;
    }

    /** Sets how long a client may take for a whole head. */
    void headTimeout(Duration time) {
        this.headMillis = time.toMillis();
    }

    long headMillis() {
        return headMillis;
    }

    PartialHeads partialHeads() {
        return partial;
    }

    HeadBuffers heads() {
        return heads;
    }

    @Override
    protected Processor createProcessor() {
        try {
            return new GatewayHttp11Processor(this, getAdapter());
        } catch (OutOfMemoryError e) {
            FatalErrors.check(e); // its buffers are the largest of a connection, and Tomcat would log it and go on
            throw e;
        }
    }

    /** Tomcat's connector offers its own adapter here, which would decode and normalise paths. */
    @Override
    public void setAdapter(Adapter catalina) {
        super.setAdapter(gateway != null ? gateway : catalina);
    }
}
