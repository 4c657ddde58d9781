package com.fincloud.gateway.upstream.instance;

import java.net.URI;
import org.apache.hc.core5.http.HttpHost;

/** An instance of a service: its base URL, and what the gateway knows of its health. */
public final class Instance {

    private final URI url;
    private final HttpHost host;
    private final String authority;
    private final String basePath;
    private final InstanceHealth health;
    private final boolean http2;

    Instance(URI url, InstanceHealth health) {
        String path = url.getRawPath();
        this.url = url;
        this.http2 = url.getScheme().equalsIgnoreCase("h2c");
        this.host = new HttpHost(http2 ? "http" : url.getScheme(), url.getHost(), url.getPort());
        this.authority = url.getRawAuthority();
        this.basePath = path == null ? "" : path;
        this.health = health;
    }

    /** The base URL. It is internal, so no response to a client may name it. */
    public URI url() {
        return url;
    }

    /** Whether it is called over HTTP/2 without TLS. */
    public boolean http2() {
        return http2;
    }

    /** Scheme, host and port; the scheme of {@code h2c} is {@code http}, as in its own references. */
    public HttpHost host() {
        return host;
    }

    /** The value of {@code Host}. */
    public String authority() {
        return authority;
    }

    /** The path of the base URL. */
    public String basePath() {
        return basePath;
    }

    InstanceHealth health() {
        return health;
    }
}
