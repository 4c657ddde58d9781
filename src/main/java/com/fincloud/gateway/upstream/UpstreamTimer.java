package com.fincloud.gateway.upstream;

import com.fincloud.gateway.http.RequestContext;
import com.fincloud.gateway.http.trace.BackendSpan;
import com.fincloud.gateway.http.trace.Traceparent;
import com.fincloud.gateway.upstream.client.UpstreamRequest;
import com.fincloud.gateway.upstream.client.UpstreamResult;
import com.fincloud.gateway.upstream.instance.Instance;
import org.jspecify.annotations.Nullable;

/**
 * Measures one attempt until its response head. The time goes into the service's metrics, into the request's timings, and into a span if
 * the request is recorded.
 */
final class UpstreamTimer {

    private final Service service;
    private final Instance instance;
    private final @Nullable RequestContext context;
    private final @Nullable String spanId;
    private final long began;
    private final long waited;

    UpstreamTimer(Service service, Instance instance, @Nullable RequestContext context) {
        this.service = service;
        this.instance = instance;
        this.context = context;
        this.spanId = context != null && context.spans().isRecorded() ? Traceparent.newSpanId() : null;
        this.began = System.nanoTime();
        this.waited = context == null ? 0 : context.timings().waitedForBody();
        if (context != null) {
            context.timings().upstreamBegins(began);
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

    /** The attempt has ended; {@code status} is 0 without a response. */
    void end(UpstreamResult result, int status) {
        long now = System.nanoTime();
        long waiting = 0;
        if (context != null) {
            context.timings().upstreamEnds(now);
            waiting = context.timings().waitedForBody() - waited;
            if (spanId != null) {
                context.spans().add(span(spanId, now, result, status));
            }
        }
        service.client().meter().called(result, now - began - waiting);
    }

    private BackendSpan span(String id, long now, UpstreamResult result, int status) {
        String error =
                result != UpstreamResult.ANSWERED ? result.word() : status >= 500 ? Integer.toString(status) : null;
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
}
