package com.fincloud.gateway.backend;

import java.io.IOException;
import java.time.Duration;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * One service's connections and the client that uses them. It follows no redirect, keeps no cookie, repeats no request and unpacks
 * no body: what the client sent and the backend answered passes as it is.
 */
public final class ServiceClient implements AutoCloseable {

    /** Bytes of each of a connection's three buffers; bodies pass around them. */
    private static final int BUFFER = 4 * 1024;

    private static final Timeout CONNECT_TIMEOUT = Timeout.ofSeconds(5);
    private static final Timeout POOL_TIMEOUT = Timeout.ofSeconds(1);
    /** Between two reads of an answer's body; a stream of events may be silent for long. */
    private static final Timeout BODY_TIMEOUT = Timeout.ofMinutes(10);

    private static final TimeValue IDLE = TimeValue.ofSeconds(55);

    private final ServiceConnections connections;
    private final CloseableHttpClient client;

    ServiceClient(int maxCalls) {
        Http1Config limits = Http1Config.custom()
                .setBufferSize(BUFFER)
                .setMaxLineLength(64 * 1024)
                .setMaxHeaderCount(500)
                .build();
        connections = new ServiceConnections(maxCalls, limits);
        connections.setDefaultConnectionConfig(ConnectionConfig.custom()
                .setConnectTimeout(CONNECT_TIMEOUT)
                .setSocketTimeout(BODY_TIMEOUT)
                .setValidateAfterInactivity(TimeValue.ZERO_MILLISECONDS)
                .build());
        client = HttpClients.custom()
                .setConnectionManager(connections)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(POOL_TIMEOUT)
                        .setProtocolUpgradeEnabled(false)
                        .setRedirectsEnabled(false)
                        .setAuthenticationEnabled(false)
                        .build())
                .addRequestInterceptorFirst(OptionsWithoutType::name)
                .addRequestInterceptorLast(OptionsWithoutType::forget)
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableContentCompression()
                .disableAuthCaching()
                .disableConnectionState()
                .disableDefaultUserAgent()
                .build();
    }

    CloseableHttpClient http() {
        return client;
    }

    /** Connections in use. */
    public int leased() {
        return connections.getTotalStats().getLeased();
    }

    /** Connections that wait for the next request. */
    public int idle() {
        return connections.getTotalStats().getAvailable();
    }

    /** Calls that were refused because too many were under way. */
    public long refused() {
        return connections.refused();
    }

    void closeIdle() {
        connections.closeExpired();
        connections.closeIdle(IDLE);
    }

    /** The time within which a connection must be established. */
    static Duration connectTimeout() {
        return CONNECT_TIMEOUT.toDuration();
    }

    @Override
    public void close() throws IOException {
        client.close();
        connections.close(CloseMode.IMMEDIATE);
    }
}
