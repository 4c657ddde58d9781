package com.fincloud.gateway.server;

import com.fincloud.gateway.http.ClientAddress;
import com.fincloud.gateway.http.HeadBudget;
import com.fincloud.gateway.http.body.ClientTimeouts;
import com.fincloud.gateway.server.connection.ConnectionLimits;
import com.fincloud.gateway.server.folder.WorkFolder;
import com.fincloud.gateway.server.http2.GatewayHttp2Protocol;
import com.fincloud.gateway.settings.GatewaySettings;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import org.apache.catalina.connector.Connector;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.thread.Threading;
import org.springframework.boot.autoconfigure.web.embedded.TomcatVirtualThreadsWebServerFactoryCustomizer;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.util.unit.DataSize;

/** Opens the client port on Tomcat, with the gateway's adapter in the place of servlets. */
@Configuration(proxyBeanMethods = false)
public class ServerConfiguration {

    @Bean
    ClientTimeouts clientTimeouts(
            @Value("${gateway.client.head-timeout}") Duration head,
            @Value("${gateway.client.body-grace}") Duration bodyGrace,
            @Value("${gateway.client.body-rate}") int bodyRate) {
        return new ClientTimeouts(head, bodyGrace, bodyRate);
    }

    /** Zero in the settings means: as many as the heap has room for. */
    @Bean
    Capacity capacity(@Value("${gateway.client.requests}") int requests, GatewaySettings settings) {
        Capacity heap = Capacity.ofHeap(Runtime.getRuntime().maxMemory(), connection(settings.tls()));
        return requests == 0 ? heap : new Capacity(requests, heap.connections());
    }

    /** A response head may be as large as a request head (RFC 9110 section 15.4: a redirect may repeat the query). */
    @Bean
    HeadBudget headBudget(@Value("${server.max-http-request-header-size}") DataSize headSize) {
        return HeadBudget.ofHeap((int) headSize.toBytes(), Runtime.getRuntime().maxMemory());
    }

    private static Capacity.Connection connection(GatewaySettings.Tls tls) {
        if (tls.clients().isEmpty()) {
            return Capacity.Connection.PLAIN;
        }
        return tls.http2() ? Capacity.Connection.HTTP2 : Capacity.Connection.ENCRYPTED;
    }

    @Bean
    GatewayAdapter gatewayAdapter(
            RequestHandler handler,
            GatewaySettings settings,
            ClientTimeouts timeouts,
            Capacity capacity,
            HeadBudget heads) {
        return new GatewayAdapter(
                handler,
                new ClientAddress(settings.trustedProxies()),
                settings.maskedPaths(),
                settings.maxRequestBody(),
                heads,
                timeouts,
                capacity);
    }

    @Bean
    WorkFolder workFolder() {
        return new WorkFolder();
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> edgeTomcat(
            GatewayAdapter adapter,
            ClientTimeouts timeouts,
            Capacity capacity,
            PortClosing closing,
            GatewaySettings settings,
            WorkFolder folder,
            Environment environment) {
        ConnectionLimits connections = connectionLimits(capacity, settings);
        return factory -> {
            // Decided at run time, not at build time: the build may run on an older JDK.
            if (Threading.VIRTUAL.isActive(environment)) {
                new TomcatVirtualThreadsWebServerFactoryCustomizer().customize(factory);
            }
            folder.giveTo(factory);
            factory.setProtocol(GatewayHttp11Protocol.class.getName());
            factory.addConnectorCustomizers(
                    connector -> open(connector, adapter, timeouts, capacity, connections, closing),
                    connector -> idleTimeout(connector, settings.clients().idleTimeout()));
            if (!settings.tls().clients().isEmpty()) {
                // Package connection has a pool of TLS buffers, and a closed connection must not be used again: a
                // stream may still write to it.
                factory.addConnectorCustomizers(connector -> connector.setProperty("socket.bufferPool", "0"));
            }
            if (settings.tls().http2()) {
                factory.addConnectorCustomizers(connector -> connector.addUpgradeProtocol(
                        new GatewayHttp2Protocol(adapter::service, timeouts, capacity.streams())));
            }
        };
    }

    /** The limits of the settings. Without a setting a client may have a quarter of all connections. */
    private static ConnectionLimits connectionLimits(Capacity capacity, GatewaySettings settings) {
        int all = capacity.connections();
        int set = settings.maxConnectionsPerAddress();
        return new ConnectionLimits(
                all,
                set == 0 ? Math.max(1, all / 4) : set,
                settings.rateLimit().ipv6Prefix(),
                new ClientAddress(settings.trustedProxies())::trusts);
    }

    private static void open(
            Connector connector,
            GatewayAdapter adapter,
            ClientTimeouts timeouts,
            Capacity capacity,
            ConnectionLimits connections,
            PortClosing closing) {
        if (connector.getProtocolHandler() instanceof GatewayHttp11Protocol protocol) {
            closing.add(protocol);
            protocol.adapter(adapter);
            protocol.headTimeout(timeouts.head());
            protocol.limit(connections);
            protocol.partialHeads().most(capacity.partialHeads());
            protocol.setUseKeepAliveResponseHeader(false); // hop-by-hop, and no client needs it
            // Each connection has these buffers, and each request in flight has a buffer for trailers. Thousands must
            // fit into a small heap. Tomcat would free direct buffers by sun.misc.Unsafe, which causes warnings on
            // newer Java versions.
            protocol.setProperty("socket.appReadBufSize", "4096"); // the maximum that one read takes from a body
            protocol.setProperty("socket.appWriteBufSize", "4096");
            protocol.setMaxTrailerSize(2048);
            // A processor that does not fit into the cache would be 20 KB of garbage.
            protocol.setProcessorCache(capacity.requests());
        }
    }

    private static void idleTimeout(Connector connector, Duration time) {
        if (connector.getProtocolHandler() instanceof GatewayHttp11Protocol protocol) {
            protocol.setKeepAliveTimeout((int) time.toMillis());
        }
    }

    @Bean
    MeterBinder requestsInFlight(GatewayAdapter adapter, Capacity capacity) {
        return registry -> {
            Gauge.builder("gateway.requests.in.flight", adapter, GatewayAdapter::inFlight)
                    .description("Requests that are being answered")
                    .register(registry);
            Gauge.builder("gateway.requests.capacity", capacity, Capacity::requests)
                    .description("Requests that may be answered at once; more are refused with 503")
                    .register(registry);
        };
    }

    @Bean
    PortClosing portClosing(GatewaySettings settings) {
        return new PortClosing(settings.shutdownDelay());
    }
}
