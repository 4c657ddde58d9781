package com.fincloud.gateway.upstream;

import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.http.RequestContext;
import com.fincloud.gateway.http.body.BodyReadException;
import com.fincloud.gateway.http.body.RequestBody;
import com.fincloud.gateway.upstream.client.ConnectionLease;
import com.fincloud.gateway.upstream.client.Deadline;
import com.fincloud.gateway.upstream.client.UpstreamFailure;
import com.fincloud.gateway.upstream.client.UpstreamResult;
import com.fincloud.gateway.upstream.client.request.RawHttpRequest;
import com.fincloud.gateway.upstream.client.request.UpstreamRequest;
import com.fincloud.gateway.upstream.instance.Instance;
import com.fincloud.gateway.upstream.instance.InstanceAttempts;
import com.fincloud.gateway.upstream.instance.InstanceCall;
import com.fincloud.gateway.upstream.instance.InstanceFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.jspecify.annotations.Nullable;

/** Sends a request to a backend's instances: which one gets it, how often it is sent, and what the attempt says about the instance. */
final class BackendCaller {

    /** The connect time-out while another instance can be tried. A host that answers no SYN costs a request this time, not 5 s. */
    private static final Duration SHORT_CONNECT = Duration.ofMillis(750);

    private final Backend backend;

    BackendCaller(Backend backend) {
        this.backend = backend;
    }

    /**
     * Sends the request, with further attempts if the route allows retries.
     *
     * @param statusCounts whether a failed response counts against the instance
     * @throws GatewayException if no instance responded
     * @throws BodyReadException if the client's body could not be read
     */
    UpstreamResponse call(UpstreamRequest request, boolean statusCounts) throws IOException {
        backend.service().instances().serving(backend.instances());
        InstanceAttempts instances =
                backend.instances().hasSeveral() ? backend.instances().attempts(statusCounts) : null;
        UpstreamRequest outgoing = backend.retries() > 0 ? request.kept() : request;
        int attempts = outgoing.repeatable() ? backend.retries() + 1 : 1;
        while (true) {
            attempts--;
            try {
                UpstreamResponse response = instances == null
                        ? send(outgoing, backend.instances().first(), null, lease(outgoing, null))
                        : attempt(outgoing, instances);
                if (attempts <= 0 || !response.isBusy()) {
                    return response;
                }
                response.abort();
            } catch (GatewayException e) {
                if (attempts <= 0 || e.error() == GatewayError.CLIENT_GONE) {
                    throw e;
                }
            }
        }
    }

    /**
     * Sends one request to the first instance that accepts a connection. A request that may be sent twice goes to another instance, too, if
     * the connection ends without a response, because instances end while they are restarted; and if it waited at an instance that hangs,
     * which another request has found out.
     */
    private UpstreamResponse attempt(UpstreamRequest outgoing, InstanceAttempts instances) throws IOException {
        InstanceCall call = instances.next();
        ConnectionLease earlier = null;
        while (true) {
            ConnectionLease lease = lease(outgoing, call);
            lease.continueAfter(earlier);
            if (instances.hasOther()) {
                lease.connectWithin(SHORT_CONNECT);
            }
            try {
                return send(outgoing, call.instance(), call, lease);
            } catch (GatewayException e) {
                boolean unreachable = e.error() == GatewayError.BACKEND_UNREACHABLE;
                boolean again = unreachable || (outgoing.repeatable() && isInstancesEnd(e.error(), call, lease));
                InstanceCall next = again ? instances.nextElsewhere() : null;
                if (next != null) {
                    call = next;
                    earlier = lease;
                    continue;
                }
                if (unreachable) {
                    e.header("Retry-After", Long.toString(backend.instances().secondsUntilRetry()));
                }
                throw e;
            }
        }
    }

    private static boolean isInstancesEnd(GatewayError error, InstanceCall call, ConnectionLease lease) {
        return (error == GatewayError.BACKEND_UNUSABLE && lease.endedUnanswered())
                || (error == GatewayError.BACKEND_TIMEOUT && call.leftOutBefore());
    }

    /**
     * Sends one request to an instance.
     *
     * @param call the instance's own account of the request; null if it is the only instance
     */
    private UpstreamResponse send(
            UpstreamRequest outgoing, Instance instance, @Nullable InstanceCall call, ConnectionLease lease)
            throws IOException {
        ClassicHttpResponse response = null;
        try {
            response = exchange(outgoing, instance, call, lease);
            return new UpstreamResponse(response, instance, lease);
        } finally {
            if (response == null) {
                lease.abort(); // after any failure: a response without a reader would hold its connection forever
                if (call != null) {
                    call.ended(); // if it was not judged
                }
            }
        }
    }

    private ClassicHttpResponse exchange(
            UpstreamRequest outgoing, Instance instance, @Nullable InstanceCall call, ConnectionLease lease)
            throws IOException {
        RequestContext context = outgoing.context();
        if (outgoing.bodyMayStayUnread() || outgoing.isUpgrade()) {
            lease.useAlone();
        }
        if (backend.usesHttp2(instance) && !outgoing.isUpgrade()) {
            lease.useHttp2();
        }
        if (context != null) {
            context.upstreamCalls().add(lease::abort);
        }
        UpstreamTimer timer = new UpstreamTimer(backend.service(), instance, context);
        RawHttpRequest request = request(outgoing, instance, lease, timer);
        UpstreamResult result = UpstreamResult.UNUSABLE;
        boolean blamed = false;
        int status = 0;
        try {
            ClassicHttpResponse response = lease.send(request, () -> request(outgoing, instance, lease, timer));
            blamed = true;
            requireUsable(outgoing, response);
            status = response.getCode();
            result = UpstreamResult.ANSWERED;
            return response;
        } catch (BodyReadException e) {
            result = UpstreamResult.ABORTED;
            throw e;
        } catch (IOException | IllegalStateException | IllegalArgumentException e) {
            if (context != null
                    && (context.clientGone() || context.upstreamCalls().ended())) {
                result = UpstreamResult.ABORTED;
                throw new GatewayException(GatewayError.CLIENT_GONE);
            }
            GatewayException failure = UpstreamFailure.of(
                    backend.service().name(), e, lease.deadline().passed());
            result = UpstreamResult.of(failure.error());
            blamed = !UpstreamFailure.isNotBackendFailure(failure);
            throw failure;
        } finally {
            timer.end(result, status, lease.connectedNanos());
            if (call != null) {
                judge(call, blamed ? result : UpstreamResult.ABORTED, status);
            }
        }
    }

    private void judge(InstanceCall call, UpstreamResult result, int status) {
        switch (result) {
            case ANSWERED -> call.responded(backend.isFailure(status));
            case UNREACHABLE -> call.failed(InstanceFailure.NOT_CONNECTED);
            case TIMED_OUT -> call.failed(InstanceFailure.TIMED_OUT);
            case UNUSABLE -> call.failed(InstanceFailure.BROKEN);
            case ABORTED -> call.ended();
        }
    }

    private RawHttpRequest request(
            UpstreamRequest outgoing, Instance instance, ConnectionLease lease, UpstreamTimer timer) {
        return timer.traced(outgoing)
                .request(
                        backend.target(instance, outgoing.path(), outgoing.query()),
                        instance.authority(),
                        backend.requestHeaders(),
                        lease::abort);
    }

    private ConnectionLease lease(UpstreamRequest outgoing, @Nullable InstanceCall call) {
        Instance instance = call == null ? backend.instances().first() : call.instance();
        RequestBody body = RequestBody.of(outgoing.body());
        Deadline.Terms terms = new Deadline.Terms(backend.timeout(), body);
        try {
            return backend.service()
                    .client()
                    .lease(instance.host(), backend.deadlines(), terms, call == null ? null : call::released);
        } catch (RejectedExecutionException e) {
            if (call != null) {
                call.ended();
                call.released();
            }
            throw new GatewayException(
                            GatewayError.BACKEND_BUSY, e, backend.service().name())
                    .header("Retry-After", "1");
        }
    }

    /** Refuses a response with an invalid status (RFC 9110 section 15). */
    private void requireUsable(UpstreamRequest outgoing, ClassicHttpResponse response) {
        boolean switched = response.getCode() == 101 && outgoing.isUpgrade();
        if ((response.getCode() < 200 && !switched) || response.getCode() > 599) {
            throw new GatewayException(
                    GatewayError.BACKEND_UNUSABLE, backend.service().name());
        }
    }
}
