package com.fincloud.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.http.RequestContext;
import com.fincloud.gateway.http.TestCall;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** The chain runs every filter in order, and alone decides that a request has passed. */
class FilterChainTest {

    private final RequestContext call = TestCall.call("GET", "/a").read();
    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    private final List<String> ran = new ArrayList<>();

    private Filter named(String name) {
        return (call, exchange) -> ran.add(name + (call.cleared() ? " cleared" : ""));
    }

    @Test
    void everyFilterRunsBeforeTheRequestIsCleared() {
        FilterChain chain = new FilterChain(List.of(named("first"), named("second"), named("third")));

        assertThat(chain.passes(call, exchange)).isTrue();

        assertThat(ran).containsExactly("first", "second", "third");
        assertThat(call.cleared()).isTrue();
    }

    @Test
    void aRefusalEndsTheChain() {
        FilterChain chain = new FilterChain(List.of(
                named("first"),
                (call, exchange) -> {
                    throw new GatewayException(GatewayError.ROLE_MISSING);
                },
                named("third")));

        assertThat(chain.passes(call, exchange)).isFalse();

        assertThat(ran).containsExactly("first");
        assertThat(call.cleared()).isFalse();
        assertThat(call.failure())
                .isNotNull()
                .extracting(GatewayException::error)
                .isEqualTo(GatewayError.ROLE_MISSING);
    }

    @Test
    void aFilterThatBreaksRefuses() {
        IllegalStateException broken = new IllegalStateException("broken");
        FilterChain chain = new FilterChain(List.of((call, exchange) -> {
            throw broken;
        }));

        assertThat(chain.passes(call, exchange)).isFalse();

        assertThat(call.failure())
                .isNotNull()
                .extracting(GatewayException::error)
                .isEqualTo(GatewayError.UNFORESEEN);
        assertThat(call.unforeseen()).isSameAs(broken);
    }
}
