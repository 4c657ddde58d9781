package com.fincloud.gateway.upstream;

import com.fincloud.gateway.upstream.circuit.FailureStatuses;
import com.fincloud.gateway.upstream.client.Deadlines;
import com.fincloud.gateway.upstream.client.request.HeaderEdits;
import com.fincloud.gateway.upstream.instance.Instance;
import com.fincloud.gateway.upstream.instance.InstanceChecks;
import com.fincloud.gateway.upstream.instance.InstanceGroup;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The target of one route's requests: the service, its instances, and the mapping from the client's path to the
 * backend's path.
 *
 * @see #target
 */
public final class Backend {

    private final Service service;
    private final BackendParameters parameters;
    private final InstanceGroup instances;
    private final FailureStatuses statuses;
    private final Duration timeout;
    private final Deadlines deadlines;
    private final @Nullable InstanceChecks checks;

    /** Creates a backend of {@code services}. {@code defaultTimeout} applies if the parameters have no time-out. */
    Backend(Services services, BackendParameters parameters, Duration defaultTimeout) {
        this.service = services.service(parameters.service(), parameters.urls());
        this.parameters = parameters;
        this.instances = service.instances().of(parameters.urls());
        this.statuses = services.statuses();
        this.timeout = parameters.timeout() == null ? defaultTimeout : parameters.timeout();
        this.deadlines = services.deadlines();
        this.checks = services.checks();
    }

    /** The service of this backend. */
    public Service service() {
        return service;
    }

    /** Whether HTTP/2 is offered to an instance, or known to be its protocol. */
    boolean usesHttp2(Instance instance) {
        return instance.http2()
                || (parameters.http2() && "https".equals(instance.host().getSchemeName()));
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

    /** The instances of the service, as this backend knows them. */
    InstanceGroup instances() {
        return instances;
    }

    /** Begins the active checks, if the route has a {@code healthPath}. */
    void startChecks() {
        if (checks != null && parameters.healthPath() != null) {
            checks.start(service.instances(), parameters.healthPath());
        }
    }

    /** Ends the active checks. */
    void stopChecks() {
        if (checks != null && parameters.healthPath() != null) {
            checks.stop(service.instances(), parameters.healthPath());
        }
    }

    /** Whether a response with this status counts as a failure of the service. */
    boolean isFailure(int status) {
        return statuses.contains(status);
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
        return instances.instances().stream()
                .map(instance -> (instance.http2() ? "h2c" : instance.host().getSchemeName()) + "://"
                        + instance.authority() + target(instance, path, query))
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
