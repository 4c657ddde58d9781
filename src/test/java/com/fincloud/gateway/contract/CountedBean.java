package com.fincloud.gateway.contract;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteBuilderLifecycleStrategy;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;

/** A bean of route files that counts what becomes of it. Camel would have it look at every route builder, for its type. */
public class CountedBean extends ServiceSupport
        implements Processor, CamelContextAware, AutoCloseable, RouteBuilderLifecycleStrategy {

    static final AtomicInteger MADE = new AtomicInteger();
    static final AtomicInteger ENDED = new AtomicInteger();
    static final AtomicInteger STOPPED = new AtomicInteger();
    static final AtomicInteger BUILDERS = new AtomicInteger();
    static final AtomicInteger HANGING = new AtomicInteger();

    private String text = "";
    private @Nullable CamelContext context;
    private @Nullable CountedBean other;

    /** Counts. */
    public CountedBean() {
        MADE.incrementAndGet();
    }

    /** What it answers. */
    public void setText(String text) {
        this.text = text;
    }

    /** Whom it needs. */
    public void setOther(CountedBean other) {
        this.other = other;
    }

    @Override
    public void process(Exchange exchange) {
        exchange.getMessage()
                .setBody(text + (other == null ? "" : other.text) + (getStatus().isStopped() ? " stopped" : ""));
    }

    @Override
    protected void doStop() {
        STOPPED.incrementAndGet();
    }

    /** A beginning that does not end, unless it is interrupted. */
    public void hang() throws InterruptedException {
        HANGING.incrementAndGet();
        new CountDownLatch(1).await();
    }

    /** The end that the file names. */
    public void end() {
        ENDED.incrementAndGet();
    }

    @Override
    public void afterConfigure(RouteBuilder builder) {
        BUILDERS.incrementAndGet();
    }

    @Override
    public void setCamelContext(@Nullable CamelContext camelContext) {
        context = camelContext;
    }

    @Override
    public @Nullable CamelContext getCamelContext() {
        return context;
    }
}
