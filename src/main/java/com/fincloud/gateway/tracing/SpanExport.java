package com.fincloud.gateway.tracing;

import com.fincloud.gateway.http.RequestContext;
import com.fincloud.gateway.http.RequestTrace;
import com.fincloud.gateway.http.trace.BackendSpan;
import com.fincloud.gateway.http.trace.Traceparent;
import com.fincloud.gateway.settings.GatewaySettings;
import com.fincloud.gateway.settings.value.Values;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Creates the spans of a request after its end, one for the request and one for each upstream attempt, and sends them in the background as
 * OTLP over HTTP. If the collector is unavailable or slow, spans are lost, but no request is delayed.
 */
final class SpanExport implements RequestTrace, AutoCloseable {

    private static final Duration TICK = Duration.ofSeconds(1);

    private final GivenIds ids = new GivenIds();
    private final SdkTracerProvider provider;
    private final Tracer tracer;
    private final double share;

    SpanExport(GatewaySettings settings) {
        String base = Values.withoutSlashesAtEnd(settings.traces().endpoint());
        this.share = settings.traces().share();
        this.provider = SdkTracerProvider.builder()
                .setIdGenerator(ids)
                .setSampler(Sampler.alwaysOn()) // the originator of the trace has decided
                .setResource(Resource.create(Attributes.builder()
                        .put("service.version", settings.version())
                        .put("service.instance.id", UUID.randomUUID().toString())
                        .putAll(described(settings.traces().attributes()))
                        .build()))
                .addSpanProcessor(BatchSpanProcessor.builder(OtlpHttpSpanExporter.builder()
                                .setEndpoint(base + "/v1/traces")
                                .setHeaders(settings.traces()::headers)
                                .build())
                        .setScheduleDelay(TICK)
                        .build())
                .build();
        this.tracer = provider.get("com.fincloud.gateway");
    }

    private static Attributes described(Map<String, String> attributes) {
        AttributesBuilder all = Attributes.builder();
        attributes.forEach(all::put);
        return all.build();
    }

    @Override
    public boolean shouldSample() {
        return share >= 1 || ThreadLocalRandom.current().nextDouble() < share;
    }

    @Override
    public void completed(RequestContext call) {
        Traceparent traceparent = call.spans().traceparent();
        if (traceparent == null) {
            return;
        }
        Instant now = Instant.now();
        long offset = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano() - System.nanoTime();
        String place = call.matchedPath().isEmpty() ? "" : " " + call.matchedPath();
        Span request = start(
                HttpAttributes.method(call) + place,
                SpanKind.SERVER,
                call.spans().parent(),
                traceparent,
                call.timings().startNanos() + offset,
                HttpAttributes.of(call));
        end(request, HttpAttributes.error(call), System.nanoTime() + offset);
        int earlier = 0;
        for (BackendSpan attempt : call.spans().all()) {
            Span span = start(
                    HttpAttributes.method(call),
                    SpanKind.CLIENT,
                    traceparent,
                    traceparent.withSpan(attempt.id()),
                    attempt.startNanos() + offset,
                    HttpAttributes.of(attempt, call, earlier++));
            end(span, attempt.error(), attempt.endNanos() + offset);
        }
    }

    private Span start(
            String name,
            SpanKind kind,
            @Nullable Traceparent parent,
            Traceparent own,
            long epochNanos,
            Attributes attributes) {
        Context context = parent == null ? Context.root() : Context.root().with(Span.wrap(context(parent)));
        ids.next(own.traceId(), own.spanId());
        try {
            return tracer.spanBuilder(name)
                    .setParent(context)
                    .setSpanKind(kind)
                    .setStartTimestamp(epochNanos, TimeUnit.NANOSECONDS)
                    .setAllAttributes(attributes)
                    .startSpan();
        } finally {
            ids.done();
        }
    }

    private static void end(Span span, @Nullable String error, long epochNanos) {
        if (error != null) {
            span.setStatus(StatusCode.ERROR);
        }
        span.end(epochNanos, TimeUnit.NANOSECONDS);
    }

    private static SpanContext context(Traceparent parent) {
        return SpanContext.createFromRemoteParent(
                parent.traceId(), parent.spanId(), TraceFlags.fromHex(parent.flags(), 0), TraceState.getDefault());
    }

    /** Sends the remaining spans, within five seconds. */
    @Override
    public void close() {
        provider.shutdown().join(5, TimeUnit.SECONDS);
    }
}
