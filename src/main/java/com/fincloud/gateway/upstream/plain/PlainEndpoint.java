package com.fincloud.gateway.upstream.plain;

import org.apache.camel.PollingConsumer;
import org.apache.camel.Producer;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.support.service.ServiceHelper;

/** Camel's own endpoint, with producers and consumers that limit how much of a response they keep in memory. */
public final class PlainEndpoint extends HttpEndpoint {

    private final HttpEndpoint configured;

    public PlainEndpoint(String uri, HttpComponent component, HttpEndpoint configured) {
        super(uri, component, configured.getHttpUri());
        this.configured = configured;
        configured.setHeaderFilterStrategy(new WithoutPathParameters(configured.getHeaderFilterStrategy()));
    }

    @Override
    public Producer createProducer() {
        return new PlainProducer(configured);
    }

    @Override
    public PollingConsumer createPollingConsumer() throws Exception {
        PollingConsumer consumer = new PlainPollingConsumer(configured);
        configurePollingConsumer(consumer);
        return consumer;
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        ServiceHelper.initService(configured);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        ServiceHelper.startService(configured);
    }

    @Override
    protected void doStop() throws Exception {
        ServiceHelper.stopService(configured);
        super.doStop();
    }

    @Override
    protected void doShutdown() throws Exception {
        ServiceHelper.stopAndShutdownService(configured);
        super.doShutdown();
    }
}
