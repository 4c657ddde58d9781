package com.fincloud.gateway.metrics.request;

import com.fincloud.gateway.http.RequestContext;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The meters to which every request of a route adds: three durations and the bytes of both bodies.
 *
 * @param whole from the request line to the last byte of the response
 * @param firstByte from the request line to the response head
 * @param own the gateway's own part of {@code firstByte}
 */
record RouteTotals(Timer whole, Timer firstByte, Timer own, Counter receivedBytes, Counter sentBytes) {

    static RouteTotals register(MeterRegistry registry, Tags tags) {
        return new RouteTotals(
                Buckets.answer("gateway.request")
                        .description("From the request line to the last byte of the answer")
                        .tags(tags)
                        .register(registry),
                Buckets.answer("gateway.request.first.byte")
                        .description("From the request line to the first byte of the answer")
                        .tags(tags)
                        .register(registry),
                Buckets.own("gateway.request.own")
                        .description("The gateway's own share of the time to the first byte")
                        .tags(tags)
                        .register(registry),
                bytes(registry, tags, "gateway.request.body.bytes", "Bytes of requests' bodies"),
                bytes(registry, tags, "gateway.response.body.bytes", "Bytes of answers' bodies"));
    }

    private static Counter bytes(MeterRegistry registry, Tags tags, String name, String description) {
        return Counter.builder(name).description(description).tags(tags).register(registry);
    }

    void add(RequestContext context) {
        whole.record(context.timings().elapsedNanos(), TimeUnit.NANOSECONDS);
        if (context.timings().headNanos() > 0) {
            firstByte.record(context.timings().headNanos(), TimeUnit.NANOSECONDS);
            own.record(context.timings().ownNanos(), TimeUnit.NANOSECONDS);
        }
        if (context.request().receivedBytes() > 0) {
            receivedBytes.increment((double) context.request().receivedBytes());
        }
        if (context.sentBytes() > 0) {
            sentBytes.increment((double) context.sentBytes());
        }
    }

    void remove(MeterRegistry registry) {
        List.of(whole, firstByte, own, receivedBytes, sentBytes).forEach(registry::remove);
    }
}
