package com.fincloud.gateway.auth.jwks;

import com.fincloud.gateway.background.BackgroundTasks;
import java.net.URI;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.jspecify.annotations.Nullable;

/**
 * How the gateway reaches issuers. Variables of the environment that name proxies, such as {@code HTTPS_PROXY}, have no effect.
 *
 * @param tls the authorities for https URLs
 * @param proxy the proxy for every fetch; null for none
 * @param userAgent the value of {@code User-Agent}: web application firewalls refuse requests without one
 */
public record KeySetConnection(TlsSocketStrategy tls, @Nullable HttpHost proxy, String userAgent) {

    /** Connections without a proxy, with the JDK's authorities. */
    public static KeySetConnection direct() {
        return new KeySetConnection(DefaultClientTlsStrategy.createDefault(), null, "api-gateway");
    }

    /**
     * Connections as the settings say.
     *
     * @param proxy the http URL of a proxy; empty for none
     */
    public static KeySetConnection of(TlsSocketStrategy tls, String proxy, String version) {
        URI url = URI.create(proxy);
        return new KeySetConnection(
                tls,
                proxy.isEmpty() ? null : new HttpHost("http", url.getHost(), url.getPort() < 0 ? 80 : url.getPort()),
                version.isEmpty() ? "api-gateway" : "api-gateway/" + version);
    }

    /**
     * Opens the source of a key set.
     *
     * @param issuer the issuer whose discovery document {@code url} is; empty if {@code url} is the key set's
     * @param timer a thread of it ends fetches that take too long
     */
    public KeySetDocument.Source open(String url, String issuer, BackgroundTasks timer) {
        KeySetClient client = new KeySetClient(URI.create(url), this, timer);
        return issuer.isEmpty() ? client : new DiscoveredKeySet(client, issuer);
    }
}
