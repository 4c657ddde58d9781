package com.fincloud.gateway.upstream.client.http1;

import com.fincloud.gateway.upstream.client.request.RawHttpRequest;
import com.fincloud.gateway.upstream.client.reuse.ReuseTimes;
import java.time.Duration;
import org.apache.hc.client5.http.impl.DefaultConnectionKeepAliveStrategy;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.util.TimeValue;

/** For how long a response allows the reuse of its connection (RFC 9112 section 9.3). */
public final class KeepAlive {

    private static final long IDLE_NANOS = ReuseTimes.MOST_IDLE.toNanos();

    /** How much earlier than announced by the backend a connection is closed; half the announced time if that is less. */
    private static final long EARLIER_NANOS = Duration.ofSeconds(1).toNanos();

    private KeepAlive() {}

    /** The nanoseconds for which a connection may be reused after {@code response}; 0 if it must be closed. */
    public static long nanos(RawHttpRequest request, ClassicHttpResponse response) {
        HttpClientContext context = HttpClientContext.create();
        if (!DefaultConnectionReuseStrategy.INSTANCE.keepAlive(request, response, context)) {
            return 0;
        }
        if (!response.containsHeader("Keep-Alive")) {
            return IDLE_NANOS;
        }
        TimeValue said = DefaultConnectionKeepAliveStrategy.INSTANCE.getKeepAliveDuration(response, context);
        long nanos = said == null || said.getDuration() < 0 ? IDLE_NANOS : said.toNanoseconds();
        // Earlier than the backend, whose time began when it sent the response.
        return Math.min(IDLE_NANOS, nanos - Math.min(nanos / 2, EARLIER_NANOS));
    }
}
