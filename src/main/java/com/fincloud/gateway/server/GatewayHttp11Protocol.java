package com.fincloud.gateway.server;

import com.fincloud.gateway.launch.FatalErrors;
import com.fincloud.gateway.server.connection.ConnectionLimits;
import com.fincloud.gateway.server.connection.GatewayNioEndpoint;
import com.fincloud.gateway.server.connection.HeadBuffers;
import com.fincloud.gateway.server.connection.PartialHeads;
import java.io.IOException;
import java.time.Duration;
import java.util.AbstractSet;
import java.util.Collections;
import java.util.Iterator;
import java.util.Set;
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

    /** Creates the protocol with its own sockets. Tomcat's connector calls this constructor. */
    public GatewayHttp11Protocol() {
        this(new GatewayNioEndpoint());
    }

    private GatewayHttp11Protocol(GatewayNioEndpoint sockets) {
        super(sockets);
        this.sockets = sockets;
    }

    /** Refuses every further connection. Open connections are still served. */
    void closePort() throws IOException, InterruptedException {
        sockets.closePort();
    }

    /** Limits the connections. Must be called before the port opens. */
    void limit(ConnectionLimits limits) {
        sockets.limit(limits);
    }

    void adapter(Adapter adapter) {
        this.gateway = adapter;
    }

    /** Sets the time within which a client must send a whole head. */
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

    /** Keeps all trailer fields of requests. Rules of the gateway decide which of them a backend gets. */
    @Override
    protected Set<String> getAllowedTrailerHeadersInternal() {
        return AllNames.INSTANCE;
    }

    @Override
    public boolean isTrailerHeaderAllowed(String name) {
        return true;
    }

    @Override
    protected Processor createProcessor() {
        try {
            return new GatewayHttp11Processor(this, getAdapter());
        } catch (OutOfMemoryError e) {
            // HTTP/2 has the largest buffers of a connection, and Tomcat would only log an OutOfMemoryError.
            FatalErrors.check(e);
            throw e;
        }
    }

    /** Ignores the adapter of Tomcat's connector, which would decode and normalize paths. */
    @Override
    public void setAdapter(Adapter catalina) {
        super.setAdapter(gateway != null ? gateway : catalina);
    }

    /** A set that has every name, for {@link #getAllowedTrailerHeadersInternal}. */
    private static final class AllNames extends AbstractSet<String> {

        static final AllNames INSTANCE = new AllNames();

        @Override
        public boolean contains(@Nullable Object name) {
            return true;
        }

        @Override
        public Iterator<String> iterator() {
            return Collections.emptyIterator();
        }

        @Override
        public int size() {
            return 0;
        }
    }
}
