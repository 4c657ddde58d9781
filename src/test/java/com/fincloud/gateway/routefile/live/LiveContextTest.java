package com.fincloud.gateway.routefile.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.Navigate;
import org.apache.camel.Processor;
import org.apache.camel.Service;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spring.boot.CamelSpringBootApplicationController;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.GenericApplicationContext;

/** Contract 11.4: a route that comes or goes costs the others nothing. */
class LiveContextTest {

    private final AtomicInteger asked = new AtomicInteger();
    private final GenericApplicationContext application = new GenericApplicationContext();
    private LiveContext context;

    @BeforeEach
    void start() throws Exception {
        application.refresh();
        context = new LiveContext(application, new CamelSpringBootApplicationController(application));
        context.addRoutes(new RouteBuilder(context) {
            @Override
            public void configure() {
                from("direct:asked").routeId("asked").process(new Asked()).to("seda:shared");
            }
        });
        context.start();
        add(0);
    }

    @AfterEach
    void stop() {
        context.stop();
        application.close();
    }

    private void add(int number) throws Exception {
        context.addRoutes(new RouteBuilder(context) {
            @Override
            public void configure() {
                from("direct:" + number).routeId("r" + number).to("seda:shared").to("seda:own" + number);
            }
        });
    }

    private void remove(int number) throws Exception {
        context.getRouteController().stopRoute("r" + number);
        assertThat(context.removeRoute("r" + number)).isTrue();
    }

    @Test
    void aRouteThatComesAsksNoOtherForItsEndpoints() throws Exception {
        int before = asked.get();
        for (int i = 1; i <= 20; i++) {
            add(i);
        }
        assertThat(asked).hasValue(before);
        assertThat(context.getRoutes()).hasSize(22);
    }

    @Test
    void routesThatGoAskAnotherOnce() throws Exception {
        for (int i = 1; i <= 20; i++) {
            add(i);
        }
        remove(1);
        int before = asked.get();
        for (int i = 2; i <= 20; i++) {
            remove(i);
        }
        assertThat(asked).hasValue(before);
        assertThat(context.getRoutes()).hasSize(2);
    }

    @Test
    void anEndpointGoesWithItsLastRoute() throws Exception {
        add(1);
        add(2);
        remove(1);
        assertThat(context.hasEndpoint("seda:own1")).isNull();
        assertThat(context.hasEndpoint("seda:own2")).isNotNull();
        assertThat(context.hasEndpoint("seda:shared")).isNotNull();
        remove(2);
        remove(0);
        assertThat(context.hasEndpoint("seda:shared")).isNotNull();
    }

    @Test
    void aRouteOfTheSameIdTakesTheOldOnesPlace() throws Exception {
        add(1);
        add(1);
        assertThat(context.getRoutes()).hasSize(3);
    }

    @Test
    void aRouteIsNotRemovedTwice() throws Exception {
        add(1);
        remove(1);
        assertThat(context.removeRoute("r1")).isFalse();
        assertThat(context.removeRoute("never")).isFalse();
    }

    /** Camel asks it for its services whenever it looks for a route's endpoints. */
    private final class Asked implements Processor, Navigate<Processor>, Service {

        @Override
        public void process(Exchange exchange) {}

        @Override
        public List<Processor> next() {
            asked.incrementAndGet();
            return List.of();
        }

        @Override
        public boolean hasNext() {
            return true;
        }

        @Override
        public void start() {}

        @Override
        public void stop() {}
    }
}
