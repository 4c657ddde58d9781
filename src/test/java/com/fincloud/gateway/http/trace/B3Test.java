package com.fincloud.gateway.http.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The headers of Zipkin's B3 propagation, in one header and in several. */
class B3Test {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";
    private static final B3 BOTH = new B3(true, true, true);

    private static B3.@Nullable Sent read(Map<String, String> headers) {
        return BOTH.read(name -> headers.containsKey(name) ? List.of(headers.getOrDefault(name, "")) : List.of());
    }

    @ParameterizedTest
    @CsvSource({"-1, true", "-0, false", "-d, true", "-1-00f067aa0ba902b8, true", "'', "})
    void aSingleHeaderIsTraceSpanAndDecision(String end, @Nullable Boolean sampled) {
        assertThat(read(Map.of("b3", TRACE + "-" + SPAN + end))).isEqualTo(new B3.Sent(TRACE, SPAN, sampled));
    }

    @Test
    void aShortTraceIdIsFilledUp() {
        assertThat(read(Map.of("b3", SPAN + "-" + SPAN + "-1")))
                .isEqualTo(new B3.Sent("0".repeat(16) + SPAN, SPAN, true));
    }

    @ParameterizedTest
    @CsvSource({"0, false", "1, true", "d, true"})
    void aDecisionAloneBeginsATrace(String value, boolean sampled) {
        assertThat(read(Map.of("b3", value))).isEqualTo(new B3.Sent("", "", sampled));
    }

    @Test
    void severalHeadersSayTheSame() {
        assertThat(read(Map.of("x-b3-traceid", TRACE, "x-b3-spanid", SPAN, "x-b3-sampled", "0")))
                .isEqualTo(new B3.Sent(TRACE, SPAN, false));
        assertThat(read(Map.of("x-b3-traceid", TRACE, "x-b3-spanid", SPAN, "x-b3-flags", "1")))
                .isEqualTo(new B3.Sent(TRACE, SPAN, true));
        assertThat(read(Map.of("x-b3-traceid", TRACE, "x-b3-spanid", SPAN))).isEqualTo(new B3.Sent(TRACE, SPAN, null));
        assertThat(read(Map.of("x-b3-sampled", "0"))).isEqualTo(new B3.Sent("", "", false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "--",
                "x",
                "1-",
                "2",
                TRACE,
                TRACE + "-",
                TRACE + "-" + SPAN + "-",
                TRACE + "-" + SPAN + "-2",
                TRACE + "-" + SPAN + "-11",
                TRACE + "-" + TRACE + "-1",
                "4BF92F3577B34DA6A3CE929D0E0E4736-" + SPAN,
                "00000000000000000000000000000000-" + SPAN,
                TRACE + "-0000000000000000",
                TRACE + "x-" + SPAN
            })
    void whatIsMalformedIsNotRead(String value) {
        assertThat(read(Map.of("b3", value))).isNull();
    }

    @Test
    void thePropagatorsDecideWhatIsReadAndSent() {
        assertThat(B3.of(List.of("tracecontext", "baggage"))).isNull();
        assertThat(B3.of(List.of("tracecontext", "b3"))).isEqualTo(new B3(true, false, false));
        assertThat(B3.of(List.of("b3multi", "tracecontext", "b3"))).isEqualTo(BOTH);
        Traceparent place = Traceparent.of(TRACE, SPAN, "01");
        assertThat(BOTH.headers(place))
                .isEqualTo(Map.of(
                        "b3",
                        TRACE + "-" + SPAN + "-1",
                        "X-B3-TraceId",
                        TRACE,
                        "X-B3-SpanId",
                        SPAN,
                        "X-B3-Sampled",
                        "1"));
        assertThat(new B3(false, true, true).read(name -> name.equals("b3") ? List.of("1") : List.of()))
                .isNull();
    }
}
