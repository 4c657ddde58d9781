package com.fincloud.gateway.app;

import com.fincloud.gateway.lifecycle.Phase;
import com.fincloud.gateway.openapi.ApiDocuments;
import org.springframework.context.SmartLifecycle;

/** Begins to ask the services for their documents once the port is open: no start waits for that. */
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
