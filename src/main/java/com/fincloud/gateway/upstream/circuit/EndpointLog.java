package com.fincloud.gateway.upstream.circuit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log lines about endpoints with an own circuit. They do not contain the segment, because it may be a client's secret. */
final class EndpointLog {

    private static final Logger LOG = LoggerFactory.getLogger(EndpointLog.class);

    private final String service;

    EndpointLog(String service) {
        this.service = service;
    }

    void opened(ServiceEndpoint endpoint) {
        log(endpoint, "open");
    }

    void closed(ServiceEndpoint endpoint) {
        log(endpoint, "closed");
    }

    private void log(ServiceEndpoint endpoint, String to) {
        LOG.atWarn()
                .addKeyValue("service", service)
                .addKeyValue("route", endpoint.route())
                .addKeyValue("method", endpoint.method())
                .addKeyValue("to", to)
                .log("Endpoint circuit changed");
    }
}
