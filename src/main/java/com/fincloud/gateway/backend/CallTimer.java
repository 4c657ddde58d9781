package com.fincloud.gateway.backend;

import com.fincloud.gateway.edge.Call;
import org.jspecify.annotations.Nullable;

/** The clock of one attempt: until its answer's head for the service, and as waiting for a backend for the client's call. */
final class CallTimer {

    private final ServiceMeter meter;
    private final @Nullable Call call;
    private final long began;
    private final long waited;

    CallTimer(ServiceMeter meter, @Nullable Call call) {
        this.meter = meter;
        this.call = call;
        this.began = System.nanoTime();
        this.waited = call == null ? 0 : call.waitedForBody();
        if (call != null) {
            call.upstreamBegins(began);
        }
    }

    void end(CallResult result) {
        long now = System.nanoTime();
        long waiting = 0;
        if (call != null) {
            call.upstreamEnds(now);
            waiting = call.waitedForBody() - waited;
        }
        meter.called(result, now - began - waiting);
    }
}
