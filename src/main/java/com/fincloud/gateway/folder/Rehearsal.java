package com.fincloud.gateway.folder;

import org.apache.camel.CamelContext;

/** Gives a scratch Camel context what route files rely on: the gateway's components and templates. */
@FunctionalInterface
public interface Rehearsal {

    /** Prepares a context that has not been started. */
    void prepare(CamelContext scratch) throws Exception;
}
