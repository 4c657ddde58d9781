package com.fincloud.gateway.upstream;

import com.fincloud.gateway.http.RequestContext;
import com.fincloud.gateway.http.trace.BackendSpan;
import com.fincloud.gateway.http.trace.Traceparent;
import com.fincloud.gateway.http.trace.UpstreamAttempt;
import com.fincloud.gateway.upstream.client.UpstreamResult;
import com.fincloud.gateway.upstream.client.request.UpstreamRequest;
import com.fincloud.gateway.upstream.instance.Instance;
import org.jspecify.annotations.Nullable;

/**
 * Measures one attempt until its response head. The time goes into the service's metrics, into the request's timings, and into a span if
 * the request is recorded.
 */
final class UpstreamTimer extends UpstreamAttempt {

    private final Service service;
    private final Instance instance;
    private final @Nullable RequestContext context;
    private final @Nullable String spanId;
    private final long began;
    private final long waited;
    private long connected;
    private long ended;
    private int status;
    private volatile @Nullable UpstreamResult result; // written last, because another thread may read the attempt

    UpstreamTimer(Service service, Instance instance, @Nullable RequestContext context) {
        this.service = service;
        this.instance = instance;
        this.context = context;
        this.spanId = context != null && context.spans().isRecorded() ? Traceparent.newSpanId() : null;
        this.began = System.nanoTime();
        this.waited = context == null ? 0 : context.timings().waitedForBody();
        if (context != null) {
            context.timings().upstreamBegins(this, began);
        }
    }

    /** The request with the trace headers of this attempt; unchanged if it is not recorded. */
    UpstreamRequest traced(UpstreamRequest outgoing) {
        Traceparent parent = context == null ? null : context.spans().traceparent();
        if (context == null || spanId == null || parent == null) {
            return outgoing;
        }
        return outgoing.traced(parent.withSpan(spanId), context.spans().b3());
    }

    /** The attempt has ended: {@code code} is 0 without a response, {@code connectedAt} is 0 without a new connection. */
    void end(UpstreamResult found, int code, long connectedAt) {
        long now = System.nanoTime();
        connected = connectedAt;
        ended = now;
        status = code;
        result = found;
        long waiting = 0;
        if (context != null) {
            context.timings().upstreamEnds(now);
            waiting = context.timings().waitedForBody() - waited;
            if (spanId != null) {
                context.spans().add(span(spanId, now, found));
            }
        }
        service.client().meter().called(found, now - began - waiting);
    }

    private BackendSpan span(String id, long now, UpstreamResult found) {
        String error =
                found != UpstreamResult.ANSWERED ? found.word() : status >= 500 ? Integer.toString(status) : null;
        return new BackendSpan(
                id,
                service.name(),
                instance.host().getHostName(),
                instance.host().getPort(),
                began,
                now,
                status,
                error);
    }

    @Override
    public String service() {
        return service.name();
    }

    @Override
    public String address() {
        return instance.host().toString();
    }

    @Override
    public @Nullable String result() {
        UpstreamResult found = result;
        return found == null ? null : found.word();
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public long beganNanos() {
        return began;
    }

    @Override
    public long connectedNanos() {
        return connected;
    }

    @Override
    public long endedNanos() {
        return ended;
    }
}
