package com.fincloud.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fincloud.gateway.routing.body.LateSteps;
import java.util.List;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Processor;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.ValidateDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.junit.jupiter.api.Test;

/** Camel logs a warning for each step of each route that a strategy leaves synchronous, for instance {@code validate}. */
class AsyncInterceptorsTest {

    @Test
    void everyStepIsAsynchronousAfterwards() throws Exception {
        Processor synchronous = exchange -> {};
        for (InterceptStrategy strategy : List.of(new LateSteps(), new ErrorsInParts())) {
            assertThat(strategy.wrapProcessorInInterceptors(
                            new DefaultCamelContext(), new ValidateDefinition(), synchronous, null))
                    .as(strategy.getClass().getSimpleName())
                    .isInstanceOf(AsyncProcessor.class);
        }
    }
}
