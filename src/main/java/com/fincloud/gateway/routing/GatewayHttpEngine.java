package com.fincloud.gateway.routing;

import com.fincloud.gateway.http.PublicAccess;
import com.fincloud.gateway.http.RequestMeter;
import com.fincloud.gateway.http.RequestMeters;
import com.fincloud.gateway.routing.response.ResponseWriter;
import java.util.Collection;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;

/**
 * The engine behind {@code platform-http:}. Camel's default engine passes requests to a pool of eight threads, decodes bodies and turns
 * query parameters into headers. This engine runs the filters and then the route on the request's own thread, and does not change the
 * bytes.
 */
public final class GatewayHttpEngine implements PlatformHttpEngine {

    private final RouteTable table = new RouteTable();
    private final FilterChain filters;
    private final ResponseWriter responses;
    private final RequestMeters meters;
    private final PublicAccess access;
    private final int port;

    public GatewayHttpEngine(
            FilterChain filters, ResponseWriter responses, RequestMeters meters, PublicAccess access, int port) {
        this.filters = filters;
        this.responses = responses;
        this.meters = meters;
        this.access = access;
        this.port = port;
    }

    /** Creates an engine without a port, for commands that only need to know where a request would go. */
    public static GatewayHttpEngine offline(FilterChain filters, PublicAccess access) {
        return new GatewayHttpEngine(filters, new ResponseWriter(), (route, inFlight) -> RequestMeter.NONE, access, 0);
    }

    @Override
    public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
        return new RouteConsumer(endpoint, processor, table, filters, responses, meters);
    }

    /** The routes that currently serve requests. */
    RouteIndex routes() {
        return table.index();
    }

    /** Which requests need no token. */
    public PublicAccess access() {
        return access;
    }

    /** Begins a handover. Routes that start from now on get no requests until the handover is committed or cancelled. */
    public RouteHandover handover() {
        table.holdBack();
        return new RouteHandover() {
            @Override
            public void commit(Collection<String> leaving) {
                table.handOver(leaving);
            }

            @Override
            public void cancel() {
                table.release(false);
            }
        };
    }

    @Override
    public int getServerPort() {
        return port;
    }
}
