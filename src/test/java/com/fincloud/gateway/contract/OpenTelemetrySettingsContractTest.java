package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** OpenTelemetry's own variables: the collector's key, what describes the gateway, and B3 headers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenTelemetrySettingsContractTest {

    private static final String PARENT = "00f067aa0ba902b7";

    private TraceCollector collector;
    private RecordingBackend backend;
    private TestGateway gateway;
    private int traces;

    @BeforeAll
    void start() throws IOException {
        collector = new TraceCollector();
        backend = new RecordingBackend();
        gateway = TestGateway.builder()
                .backend(backend)
                .with("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url())
                .with("OTEL_EXPORTER_OTLP_HEADERS", "X-Collector-Key=a%20key%3D1+2, x-other=b")
                .with("OTEL_SERVICE_NAME", "edge-of-all")
                .with("OTEL_RESOURCE_ATTRIBUTES", "service.name=other,deployment.environment=prod,team=a%2Cb")
                .with("OTEL_PROPAGATORS", "b3,tracecontext,b3multi")
                .start();
    }

    @AfterAll
    void stop() throws IOException {
        gateway.close();
        backend.close();
        collector.close();
    }

    private String newTrace() {
        return "5bf92f3577b34da6a3ce929d0e0e" + (1000 + traces++);
    }

    private RecordingBackend.Request call(String... headers) throws IOException {
        String[] all = new String[headers.length + 1];
        all[0] = Tokens.bearer();
        System.arraycopy(headers, 0, all, 1, headers.length);
        Http.get(gateway.port(), "/api/v1/budget/accounts", all);
        return backend.last();
    }

    private Span awaitSpan(String trace, Span.SpanKind kind) {
        await().until(() -> collector.spans(trace).size() >= 2);
        return collector.spans(trace).stream()
                .filter(span -> span.getKind() == kind)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theCollectorGetsItsKeyAndWhatDescribesTheGateway() throws IOException {
        String trace = newTrace();
        call("traceparent: 00-" + trace + "-" + PARENT + "-01");
        awaitSpan(trace, Span.SpanKind.SPAN_KIND_SERVER);

        assertThat(collector.keys()).isNotEmpty().containsOnly("a key=1+2");
        Map<String, String> resource = collector.resource().stream()
                .collect(Collectors.toMap(
                        KeyValue::getKey,
                        attribute -> attribute.getValue().getStringValue(),
                        (first, second) -> second));
        assertThat(resource)
                .containsEntry("service.name", "edge-of-all")
                .containsEntry("deployment.environment", "prod")
                .containsEntry("team", "a,b")
                .containsKeys("service.version", "service.instance.id");
    }

    @Test
    void aB3TraceGoesOnInAllHeadersAndInTheSpans() throws IOException {
        String trace = newTrace();
        RecordingBackend.Request seen =
                call("b3: " + trace + "-" + PARENT + "-1", "X-B3-ParentSpanId: 1111111111111111", "X-B3-Flags: 1");

        Span server = awaitSpan(trace, Span.SpanKind.SPAN_KIND_SERVER);
        String attempt = TraceCollector.hex(
                awaitSpan(trace, Span.SpanKind.SPAN_KIND_CLIENT).getSpanId().toByteArray());
        assertThat(TraceCollector.hex(server.getParentSpanId().toByteArray())).isEqualTo(PARENT);
        assertThat(seen.values("b3")).isEqualTo(List.of(trace + "-" + attempt + "-1"));
        assertThat(seen.values("traceparent")).isEqualTo(List.of("00-" + trace + "-" + attempt + "-01"));
        assertThat(seen.values("X-B3-TraceId")).isEqualTo(List.of(trace));
        assertThat(seen.values("X-B3-SpanId")).isEqualTo(List.of(attempt));
        assertThat(seen.values("X-B3-Sampled")).isEqualTo(List.of("1"));
        assertThat(seen.values("X-B3-ParentSpanId")).isEmpty();
        assertThat(seen.values("X-B3-Flags")).isEmpty();
    }

    @Test
    void theFirstPropagatorWithAValueDecides() throws IOException {
        String first = newTrace();
        String second = newTrace();

        assertThat(call("b3: " + first + "-" + PARENT + "-0", "traceparent: 00-" + second + "-" + PARENT + "-01")
                        .values("traceparent"))
                .singleElement()
                .asString()
                .startsWith("00-" + first)
                .endsWith("-00");
        assertThat(call("b3: malformed", "traceparent: 00-" + second + "-" + PARENT + "-00")
                        .values("b3"))
                .singleElement()
                .asString()
                .startsWith(second)
                .endsWith("-0");
    }

    @Test
    void aDecisionNotToRecordIsKept() throws IOException {
        assertThat(call("b3: 0").values("traceparent"))
                .singleElement()
                .asString()
                .endsWith("-00");
    }
}
