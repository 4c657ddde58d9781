package com.fincloud.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 3.2; W3C Trace Context, level 1. */
class TraceContextTest {

    private static final CamelContext CAMEL = new DefaultCamelContext();
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00f067aa0ba902b7";
    private static final String GOOD = "00-" + TRACE + "-" + PARENT + "-01";

    private static Message applied(TestRequest context) {
        Message message = new DefaultExchange(CAMEL).getMessage();
        TraceContext.apply(context.read(), message, null);
        return message;
    }

    private static TestRequest context() {
        return TestRequest.of("GET", "/x");
    }

    private static String traceparent(TestRequest context) {
        return applied(context).getHeader("traceparent", "", String.class);
    }

    @Test
    void withoutATraceANewSampledOneBegins() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            String made = traceparent(context());
            assertThat(made).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01").matches(TraceContext::isValid);
            seen.add(made.substring(3, 35));
            seen.add(made.substring(36, 52));
        }

        assertThat(seen).hasSize(2_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "01", "03", "ff"})
    void aTraceGoesOnWithANewParentAndItsFlags(String flags) {
        String made = traceparent(context().with("traceparent", "00-" + TRACE + "-" + PARENT + "-" + flags));

        assertThat(made).matches("00-" + TRACE + "-[0-9a-f]{16}-" + flags).doesNotContain(PARENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01-" + TRACE + "-" + PARENT + "-01",
                "cc-" + TRACE + "-" + PARENT + "-01-what-the-future-brings",
                "fe-" + TRACE + "-" + PARENT + "-01-"
            })
    void aTraceOfALaterVersionGoesOnAsVersion00(String sent) {
        assertThat(traceparent(context().with("traceparent", sent))).matches("00-" + TRACE + "-[0-9a-f]{16}-01");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "ff-" + TRACE + "-" + PARENT + "-01",
                "00-" + TRACE + "-" + PARENT + "-01-more",
                "00-" + TRACE + "-" + PARENT + "-01 ",
                "00-" + TRACE + "-" + PARENT + "-0",
                "00-" + TRACE + "-" + PARENT,
                "00-00000000000000000000000000000000-" + PARENT + "-01",
                "00-" + TRACE + "-0000000000000000-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-" + PARENT + "-01",
                "00-" + TRACE + "-" + PARENT + "-0G",
                "00_" + TRACE + "_" + PARENT + "_01",
                "0g-" + TRACE + "-" + PARENT + "-01",
                "01-" + TRACE + "-" + PARENT + "-01x",
                "00-4bf92f3577b34da6a3ce929d0e0e473-600f067aa0ba902b7-01"
            })
    void aTraceThatIsNotWellFormedIsReplaced(String sent) {
        Message message = applied(context().with("traceparent", sent).with("tracestate", "vendor=1"));

        assertThat(message.getHeader("traceparent", String.class))
                .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01")
                .doesNotContain(TRACE);
        assertThat(message.getHeader("tracestate")).isNull();
    }

    @Test
    void twoTracesAreNone() {
        assertThat(traceparent(context().with("traceparent", GOOD).with("traceparent", GOOD)))
                .doesNotContain(TRACE);
    }

    @Test
    void theStateOfATraceGoesOnWithIt() {
        Message message = applied(context()
                .with("traceparent", GOOD)
                .with("tracestate", "a=1,b=2")
                .with("tracestate", "c=3"));

        assertThat(message.getHeader("tracestate")).isEqualTo("a=1,b=2,c=3");
    }

    @Test
    void aStateWithoutATraceIsDropped() {
        assertThat(applied(context().with("tracestate", "a=1")).getHeader("tracestate"))
                .isNull();
    }

    @Test
    void neitherIsEchoedToTheClient() {
        Message message = new DefaultExchange(CAMEL).getMessage();
        RequestContext context =
                context().with("traceparent", GOOD).with("tracestate", "a=1").read();
        TraceContext.apply(context, message, null);

        assertThat(context.isRequestHeader("traceparent", message.getHeader("traceparent")))
                .isTrue();
        assertThat(context.isRequestHeader("tracestate", message.getHeader("tracestate")))
                .isTrue();
    }
}
