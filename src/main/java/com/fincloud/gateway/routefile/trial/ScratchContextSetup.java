package com.fincloud.gateway.routefile.trial;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;

/** Adds the gateway's components and templates, which route files need, to a scratch Camel context. */
@FunctionalInterface
public interface ScratchContextSetup {

    /**
     * Prepares a context that has not been started.
     *
     * @return the services that its routes will use, each with its lists of instances; filled while routes are added
     */
    Map<String, Set<List<URI>>> prepare(CamelContext scratch) throws Exception;
}
