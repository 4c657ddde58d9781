package com.fincloud.gateway.app;

import com.fincloud.gateway.lifecycle.Phase;
import com.fincloud.gateway.openapi.ApiDocuments;
import org.springframework.context.SmartLifecycle;

/** Starts to fetch the services' documents after the port has opened, so that the start does not wait for them. */
final class DocumentLifecycle implements SmartLifecycle {

    private final ApiDocuments documents;
    private volatile boolean running;

    DocumentLifecycle(ApiDocuments documents) {
        this.documents = documents;
    }

    @Override
    public void start() {
        documents.start();
        running = true;
    }

    @Override
    public void stop() {
        documents.close();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return Phase.DOCUMENTS.value();
    }
}
