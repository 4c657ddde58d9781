package com.fincloud.gateway.http;

import com.fincloud.gateway.metrics.RequestMetrics;
import com.fincloud.gateway.metrics.TraceExemplars;
import com.fincloud.gateway.server.WireFields;
import io.micrometer.core.instrument.Clock;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.tomcat.util.http.MimeHeaders;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs a request that it is measured: its counter, its three histograms, its bytes, the limiter's decision. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MeasuringBenchmark {

    private final RequestContext context = context();
    private final RequestMeter meter = meter();

    private static RequestContext context() {
        RequestContext context = new RequestContext(new ClientRequest(
                "id",
                "GET",
                "/api/v1/budget/x",
                "/api/v1/budget/x",
                null,
                "http",
                8000,
                new WireFields(new MimeHeaders()),
                new ClientAddress.Found("192.0.2.1", "192.0.2.1", false),
                null));
        TraceContext.begin(context, true);
        long now = System.nanoTime();
        context.timings().upstreamBegins(now);
        context.timings().upstreamEnds(now + 1_000_000);
        context.timings().headSent();
        context.status(200);
        context.sent(1024);
        return context;
    }

    private static RequestMeter meter() {
        TraceExemplars traces = new TraceExemplars();
        PrometheusMeterRegistry registry =
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, new PrometheusRegistry(), Clock.SYSTEM, traces);
        return new RequestMetrics(registry, traces, "")
                .open(new RouteAttributes("budget", "budget", Set.of(), 0, 0, 0), () -> 0);
    }

    /** All of it. */
    @Benchmark
    public void measured() {
        meter.limited(true, false);
        meter.completed(context);
    }
}
