package com.fincloud.gateway.edge;

import com.fincloud.gateway.metrics.RequestMetrics;
import com.fincloud.gateway.metrics.TraceExemplars;
import io.micrometer.core.instrument.Clock;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.Request;
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

    private final Call call = call();
    private final CallMeter meter = meter();

    private static Call call() {
        Request request = new Request();
        request.setMethod("GET");
        request.requestURI().setString("/api/v1/budget/x");
        Call call = new Call(request, "id", new ClientAddress.Found("192.0.2.1", "192.0.2.1", false));
        call.traceparent("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        long now = System.nanoTime();
        call.upstreamBegins(now);
        call.upstreamEnds(now + 1_000_000);
        call.status(200);
        call.headOut(1_200_000);
        call.sent(1024);
        return call;
    }

    private static CallMeter meter() {
        TraceExemplars traces = new TraceExemplars();
        PrometheusMeterRegistry registry =
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, new PrometheusRegistry(), Clock.SYSTEM, traces);
        return new RequestMetrics(registry, traces, "")
                .open(new RouteFacts("budget", "budget", Set.of(), 0, 0, 0), () -> 0);
    }

    /** All of it. */
    @Benchmark
    public void measured() {
        meter.limited(true, false);
        meter.completed(call);
    }
}
