package com.fincloud.gateway.failure;

import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.http.RequestContext;
import com.fincloud.gateway.upstream.Services;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last requests that failed at this instance. There are four lists of {@link #KEPT} requests: server errors and broken transfers are
 * separate from requests that the gateway refused, and callers with a valid token are separate from all other callers. So a client without a
 * token that is refused a thousand times cannot displace the failure of a user. A 4xx response of a service is not kept, because the service
 * answered it.
 */
public final class RecentFailures {

    /** The number of requests in each list. */
    public static final int KEPT = 200;

    private final FailureReader reader;
    private final FailureRing failed = new FailureRing(KEPT);
    private final FailureRing refused = new FailureRing(KEPT);
    private final FailureRing failedOfOthers = new FailureRing(KEPT);
    private final FailureRing refusedOfOthers = new FailureRing(KEPT);

    /** Creates empty lists. The circuits of failed requests are those of {@code services}. */
    public RecentFailures(Services services, Clock clock) {
        this.reader = new FailureReader(services, clock);
    }

    /** Keeps a complete request, if it failed. */
    public void completed(RequestContext context) {
        GatewayException failure = context.failure();
        if (failure == null && context.status() < 500 && !context.clientGone()) {
            return;
        }
        FailedRequest request = reader.read(context);
        boolean known = context.caller() != null;
        if (isRefusal(context, failure)) {
            (known ? refused : refusedOfOthers).add(request);
        } else {
            (known ? failed : failedOfOthers).add(request);
        }
    }

    /** Whether the client is to blame. Any client can send a method or a version that is not supported, so 501 and 505 are refusals. */
    private static boolean isRefusal(RequestContext context, @Nullable GatewayException failure) {
        if (context.clientGone()) {
            return true;
        }
        int status = failure == null ? context.status() : failure.error().status();
        return status < 500 || (failure != null && (status == 501 || status == 505));
    }

    /** All kept requests, the latest first. */
    List<FailedRequest> all() {
        return of(failed, failedOfOthers, refused, refusedOfOthers);
    }

    /** The kept server errors and broken transfers, the latest first. */
    List<FailedRequest> failed() {
        return of(failed, failedOfOthers);
    }

    /** The kept requests that the gateway refused, or whose client left, the latest first. */
    List<FailedRequest> refused() {
        return of(refused, refusedOfOthers);
    }

    private static List<FailedRequest> of(FailureRing... rings) {
        List<FailedRequest> all = new ArrayList<>();
        for (FailureRing ring : rings) {
            ring.forEach(all::add);
        }
        all.sort(Comparator.comparing(FailedRequest::at).reversed());
        return all;
    }

    /** The kept requests with that id, the latest first. A client may send an id twice. */
    List<FailedRequest> of(String id) {
        return all().stream()
                .filter(request -> request.id().equalsIgnoreCase(id))
                .toList();
    }
}
