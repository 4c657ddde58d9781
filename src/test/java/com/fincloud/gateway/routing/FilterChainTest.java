package com.fincloud.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.http.RequestContext;
import com.fincloud.gateway.http.TestRequest;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** The chain runs every filter in order, and alone decides that a request has passed. */
class FilterChainTest {

    private final RequestContext context = TestRequest.of("GET", "/a").read();
    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    private final List<String> ran = new ArrayList<>();

    private Filter named(String name) {
        return (context, exchange) -> ran.add(name + (context.cleared() ? " cleared" : ""));
    }

    @Test
    void everyFilterRunsBeforeTheRequestIsCleared() {
        FilterChain chain = new FilterChain(List.of(named("first"), named("second"), named("third")));

        assertThat(chain.passes(context, exchange)).isTrue();

        assertThat(ran).containsExactly("first", "second", "third");
        assertThat(context.cleared()).isTrue();
    }

    @Test
    void aRefusalEndsTheChain() {
        FilterChain chain = new FilterChain(List.of(
                named("first"),
                (context, exchange) -> {
                    throw new GatewayException(GatewayError.ROLE_MISSING);
                },
                named("third")));

        assertThat(chain.passes(context, exchange)).isFalse();

        assertThat(ran).containsExactly("first");
        assertThat(context.cleared()).isFalse();
        assertThat(context.failure())
                .isNotNull()
                .extracting(GatewayException::error)
                .isEqualTo(GatewayError.ROLE_MISSING);
    }

    @Test
    void aFilterThatBreaksRefuses() {
        IllegalStateException broken = new IllegalStateException("broken");
        FilterChain chain = new FilterChain(List.of((context, exchange) -> {
            throw broken;
        }));

        assertThat(chain.passes(context, exchange)).isFalse();

        assertThat(context.failure())
                .isNotNull()
                .extracting(GatewayException::error)
                .isEqualTo(GatewayError.UNFORESEEN);
        assertThat(context.unforeseen()).isSameAs(broken);
    }
}
