package com.fincloud.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorsInPartsTest {

    private final DefaultCamelContext context = new DefaultCamelContext();

    @BeforeEach
    void start() throws Exception {
        context.getCamelContextExtension().addInterceptStrategy(new ErrorsInParts());
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:multicast")
                        .multicast()
                        .parallelProcessing()
                        .to("direct:fails")
                        .to("log:other");
                from("direct:split")
                        .split(body())
                        .parallelProcessing()
                        .process(ErrorsInPartsTest::fail)
                        .end();
                from("direct:threads").threads(1).process(ErrorsInPartsTest::fail);
                from("direct:delay").delay(1).asyncDelayed().process(ErrorsInPartsTest::fail);
                from("direct:fails").process(ErrorsInPartsTest::fail);
            }
        });
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private static void fail(Exchange exchange) {
        throw new StackOverflowError("too deep");
    }

    @ParameterizedTest
    @ValueSource(strings = {"multicast", "split", "threads", "delay"})
    void anErrorInAnotherThreadFailsTheExchange(String route) throws Exception {
        Exchange done = context.createFluentProducerTemplate()
                .to("direct:" + route)
                .withBody("x")
                .asyncSend()
                .get(20, TimeUnit.SECONDS);

        assertThat(done.getException()).hasRootCauseInstanceOf(StackOverflowError.class);
    }
}
