package com.fincloud.gateway.contract;

import static com.fincloud.gateway.contract.TraceCollector.attribute;
import static com.fincloud.gateway.contract.TraceCollector.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Spans at a collector: the client's trace goes through the gateway to the backend, and the gateway's part of it is seen. */
class TracesContractTest {

    private static final String PARENT = "00f067aa0ba902b7";

    private static TraceCollector collector;
    private static RecordingBackend backend;
    private static TestGateway gateway;
    private static int traces;

    @BeforeAll
    static void start() throws IOException {
        collector = new TraceCollector();
        backend = new RecordingBackend();
        gateway = TestGateway.builder()
                .backend(backend)
                .with("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url())
                .with("SERVICE_NAME", "edge-7")
                .start();
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
        backend.close();
        collector.close();
    }

    private static synchronized String newTrace() {
        return "4bf92f3577b34da6a3ce929d0e0e" + (1000 + traces++);
    }

    private static String traceparent(String trace, String flags) {
        return "traceparent: 00-" + trace + "-" + PARENT + "-" + flags;
    }

    private static List<Span> awaitSpans(String trace, int count) {
        await().atMost(Duration.ofSeconds(10))
                .until(() -> collector.spans(trace).size() >= count);
        return collector.spans(trace);
    }

    private static Span only(List<Span> spans, Span.SpanKind kind) {
        List<Span> found = spans.stream().filter(span -> span.getKind() == kind).toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    @Test
    void aRequestIsASpanOfTheClientsTraceAndTheBackendCallOneBelowIt() throws IOException {
        String trace = newTrace();
        Http.get(
                gateway.port(),
                "/api/v1/budget/accounts?secret=1",
                Tokens.bearer(),
                traceparent(trace, "01"),
                "tracestate: vendor=x");

        List<Span> spans = awaitSpans(trace, 2);
        Span request = only(spans, Span.SpanKind.SPAN_KIND_SERVER);
        Span call = only(spans, Span.SpanKind.SPAN_KIND_CLIENT);
        assertThat(request.getName()).isEqualTo("GET /api/v1/budget");
        assertThat(hex(request.getParentSpanId().toByteArray())).isEqualTo(PARENT);
        assertThat(attribute(request, "http.request.method")).isEqualTo("GET");
        assertThat(attribute(request, "http.route")).isEqualTo("/api/v1/budget");
        assertThat(attribute(request, "url.path")).isEqualTo("/api/v1/budget/accounts");
        assertThat(attribute(request, "http.response.status_code")).isEqualTo("200");
        assertThat(attribute(request, "fincloud.route_id")).isEqualTo("budget");
        assertThat(request.toString()).doesNotContain("secret");

        assertThat(call.getParentSpanId()).isEqualTo(request.getSpanId());
        assertThat(attribute(call, "server.port")).isEqualTo(Integer.toString(backend.port()));
        assertThat(attribute(call, "peer.service")).isEqualTo("budget");
        assertThat(call.getStartTimeUnixNano()).isGreaterThanOrEqualTo(request.getStartTimeUnixNano());
        assertThat(call.getEndTimeUnixNano()).isLessThanOrEqualTo(request.getEndTimeUnixNano());

        assertThat(backend.last().value("traceparent"))
                .isEqualTo("00-" + trace + "-" + hex(call.getSpanId().toByteArray()) + "-01");
        assertThat(backend.last().value("tracestate")).isEqualTo("vendor=x");
        assertThat(collector.resource().toString()).contains("edge-7");
    }

    @Test
    void aTraceThatNobodyRecordsIsContinuedAndNotRecorded() throws IOException {
        String silent = newTrace();
        String heard = newTrace();
        Http.get(gateway.port(), "/api/v1/budget/x", Tokens.bearer(), traceparent(silent, "00"));
        assertThat(backend.last().value("traceparent")).matches("00-" + silent + "-[0-9a-f]{16}-00");
        Http.get(gateway.port(), "/api/v1/budget/x", Tokens.bearer(), traceparent(heard, "01"));

        awaitSpans(heard, 2);
        assertThat(collector.spans(silent)).isEmpty();
    }

    @Test
    void aRequestWithoutATraceBeginsOneAndARefusalIsASpanWithoutACall() throws IOException {
        Http.get(gateway.port(), "/api/v1/portfolio/refused");

        await().atMost(Duration.ofSeconds(10)).until(() -> collector.spans().stream()
                .anyMatch(span -> attribute(span, "url.path").equals("/api/v1/portfolio/refused")));
        Span refused = collector.spans().stream()
                .filter(span -> attribute(span, "url.path").equals("/api/v1/portfolio/refused"))
                .findFirst()
                .orElseThrow();
        assertThat(refused.getParentSpanId().isEmpty()).isTrue();
        assertThat(attribute(refused, "http.response.status_code")).isEqualTo("401");
        assertThat(refused.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_UNSET);
        assertThat(collector.spans(hex(refused.getTraceId().toByteArray()))).hasSize(1);
    }

    @Test
    void aBackendsFailureIsAnErrorOfBothSpans() throws IOException {
        String trace = newTrace();
        backend.on("/api/v1/fails", 500, "", "");
        Http.get(gateway.port(), "/api/v1/portfolio/fails", Tokens.bearer(), traceparent(trace, "01"));

        assertThat(awaitSpans(trace, 2)).allSatisfy(span -> {
            assertThat(span.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
            assertThat(attribute(span, "error.type")).isEqualTo("500");
        });
    }

    @Test
    void eachAttemptIsASpanThatItsBackendKnows() throws IOException {
        String trace = newTrace();
        AtomicInteger asked = new AtomicInteger();
        backend.on(
                "/again/x",
                (request, socket, out) -> out.write(RecordingBackend.head("HTTP/1.1 "
                        + (asked.incrementAndGet() == 1 ? "503 No" : "200 OK") + "\nContent-Length: 0\n\n")));
        String route = Command.backend("again", "/again", "retries", "1").replace("http://again:8001", backend.url());
        try (TestGateway retrying = TestGateway.builder()
                .routes(Map.of("again.xml", route))
                .with("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url() + "/")
                .start()) {
            Http.get(retrying.port(), "/again/x", Tokens.bearer(), traceparent(trace, "01"));
        }

        List<Span> calls = awaitSpans(trace, 3).stream()
                .filter(span -> span.getKind() == Span.SpanKind.SPAN_KIND_CLIENT)
                .toList();
        assertThat(calls).hasSize(2);
        assertThat(calls.get(0).getSpanId()).isNotEqualTo(calls.get(1).getSpanId());
        assertThat(attribute(calls.get(1), "http.request.resend_count")).isEqualTo("1");
    }

    @Test
    void withoutACollectorThereIsNothingOfAllThat() throws IOException {
        try (TestGateway plain = TestGateway.builder().backend(backend).start()) {
            String trace = newTrace();
            Http.get(plain.port(), "/api/v1/budget/x", Tokens.bearer(), traceparent(trace, "01"));

            assertThat(backend.last().value("traceparent")).matches("00-" + trace + "-[0-9a-f]{16}-01");
            assertThat(plain.context().getBeansOfType(OpenTelemetry.class)).isEmpty();
        }
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().startsWith("BatchSpanProcessor"))
                .hasSizeLessThanOrEqualTo(1);
    }
}
