package com.fincloud.gateway.upstream;

import com.fincloud.gateway.upstream.client.Deadlines;
import com.fincloud.gateway.upstream.client.HeaderEdits;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.core5.http.HttpHost;
import org.jspecify.annotations.Nullable;

/**
 * The target of one route's requests: the service, its instances in round-robin order, and the mapping from the client's path to the
 * backend's path.
 *
 * @see #target
 */
public final class Backend {

    /** The time for which an instance is skipped after a failed connection attempt. */
    private static final long SKIP_NANOS = Duration.ofSeconds(5).toNanos();

    /** An instance of the service, with its base URL. */
    static final class Instance {

        private final HttpHost host;
        private final String authority;
        private final String basePath;
        private volatile long skipUntilNanos;
        private volatile boolean skipped;

        Instance(URI url) {
            String path = url.getRawPath();
            this.host = new HttpHost(url.getScheme(), url.getHost(), url.getPort());
            this.authority = url.getRawAuthority();
            this.basePath = path == null ? "" : path;
        }

        HttpHost host() {
            return host;
        }

        /** The value of {@code Host}. */
        String authority() {
            return authority;
        }

        String basePath() {
            return basePath;
        }

        void skip() {
            skipUntilNanos = System.nanoTime() + SKIP_NANOS;
            skipped = true;
        }

        boolean isSkipped() {
            return skipped && skipUntilNanos - System.nanoTime() > 0;
        }
    }

    private final Service service;
    private final BackendParameters parameters;
    private final List<Instance> instances;
    private final Duration timeout;
    private final Deadlines deadlines;
    private final AtomicInteger turn = new AtomicInteger();

    /** Creates a backend of {@code services}. {@code defaultTimeout} applies if the parameters have no time-out. */
    Backend(Services services, BackendParameters parameters, Duration defaultTimeout) {
        this.service = services.service(parameters.service(), parameters.urls());
        this.parameters = parameters;
        this.instances = parameters.urls().stream().map(Instance::new).toList();
        this.timeout = parameters.timeout() == null ? defaultTimeout : parameters.timeout();
        this.deadlines = services.deadlines();
    }

    /** The service of this backend. */
    public Service service() {
        return service;
    }

    /** The time-out from connecting to the last byte of the response head. */
    Duration timeout() {
        return timeout;
    }

    /** The number of further attempts for idempotent requests with a small body or no body. */
    int retries() {
        return parameters.retries();
    }

    HeaderEdits requestHeaders() {
        return parameters.requestHeaders();
    }

    HeaderEdits responseHeaders() {
        return parameters.responseHeaders();
    }

    Deadlines deadlines() {
        return deadlines;
    }

    /** The instances to try, in round-robin order. Instances with a recent failed connection attempt come last. */
    List<Instance> inTurn() {
        int count = instances.size();
        if (count == 1) {
            return instances;
        }
        int first = Math.floorMod(turn.getAndIncrement(), count);
        List<Instance> order = new ArrayList<>(count);
        List<Instance> skipped = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Instance instance = instances.get((first + i) % count);
            (instance.isSkipped() ? skipped : order).add(instance);
        }
        order.addAll(skipped);
        return order;
    }

    /** The references to an instance, which clients get as references under the public prefix. */
    OriginReferences references(Instance instance) {
        String rewrite = parameters.rewrite();
        return new OriginReferences(
                instance.host(),
                instance.basePath() + (rewrite == null ? parameters.path() : rewrite),
                parameters.path());
    }

    /** The URL of a request at each instance. */
    public List<String> urls(String path, @Nullable String query) {
        return instances.stream()
                .map(instance -> instance.host().toURI() + target(instance, path, query))
                .toList();
    }

    /**
     * The request target at an instance: the base path, the client's path with the prefix replaced, and the query. Nothing is decoded or
     * encoded.
     */
    String target(Instance instance, String path, @Nullable String query) {
        StringBuilder target = new StringBuilder(instance.basePath());
        String rewrite = parameters.rewrite();
        if (rewrite == null) {
            target.append(path);
        } else {
            String rest = path.substring(Math.min(parameters.path().length(), path.length()));
            target.append(rewrite);
            if (rewrite.endsWith("/") && rest.startsWith("/")) {
                target.append(rest, 1, rest.length());
            } else {
                target.append(rest);
            }
        }
        if (target.length() == 0 || target.charAt(0) != '/') {
            target.insert(0, '/');
        }
        return query == null
                ? target.toString()
                : target.append('?').append(query).toString();
    }
}
