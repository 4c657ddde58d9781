package com.fincloud.gateway.ingress;

import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.http.ClientConnection;
import com.fincloud.gateway.http.ClientRequest;
import com.fincloud.gateway.http.LoggedRequestContext;
import com.fincloud.gateway.http.RequestContext;
import com.fincloud.gateway.http.RequestMeter;
import com.fincloud.gateway.http.RequestTrace;
import com.fincloud.gateway.http.TraceContext;
import com.fincloud.gateway.http.path.PathGuard;
import com.fincloud.gateway.launch.FatalErrors;
import com.fincloud.gateway.logging.CurrentRequest;
import com.fincloud.gateway.routing.Dispatch;
import com.fincloud.gateway.routing.GatewayHttpEngine;
import com.fincloud.gateway.routing.RouteConsumer;
import com.fincloud.gateway.server.GatewayResponse;
import com.fincloud.gateway.server.RequestHandler;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Where a request comes in and its answer goes out. The steps in front of the route stand in {@link #answer}: CORS, path guard, route;
 * then the route's filters decide.
 */
public final class Ingress implements RequestHandler {

    private final GatewayHttpEngine engine;
    private final RequestMeter unrouted;
    private final RequestTrace trace;
    private final Cors cors;
    private final AccessLog log;
    private final ClientWatch watch;
    private final long maxBody;

    public Ingress(
            GatewayHttpEngine engine,
            RequestMeter unrouted,
            RequestTrace trace,
            Cors cors,
            AccessLog log,
            ClientWatch watch,
            long maxBody) {
        this.engine = engine;
        this.unrouted = unrouted;
        this.trace = trace;
        this.cors = cors;
        this.log = log;
        this.watch = watch;
        this.maxBody = maxBody;
    }

    @Override
    public void serve(RequestContext call, GatewayResponse reply, ClientConnection client) {
        try (ClientWatch.Watched watched = watch.watch(call, client)) {
            serve(call, reply, (GatewayError) null);
            watched.answered();
            if (!client.takeUnread(call.request().body())) {
                reply.abort();
            }
        }
    }

    @Override
    public void refuse(RequestContext call, GatewayResponse reply, GatewayError fault) {
        serve(call, reply, fault);
    }

    private void serve(RequestContext call, GatewayResponse reply, @Nullable GatewayError fault) {
        CurrentRequest.set(new LoggedRequestContext(call));
        try {
            complete(call, reply, fault);
        } finally {
            CurrentRequest.set(null);
        }
    }

    private void complete(RequestContext call, GatewayResponse reply, @Nullable GatewayError fault) {
        if (trace != RequestTrace.NONE
                && TraceContext.begin(call, trace.begins()).isSampled()) {
            call.spans().record();
        }
        log.incoming(call);
        try {
            cors.mark(call);
            if (fault != null) {
                GatewayException refusal = new GatewayException(fault);
                throw fault == GatewayError.OVERLOADED ? refusal.header("Retry-After", "1") : refusal;
            }
            answer(call, reply);
        } catch (GatewayException e) {
            call.fail(e);
            refuse(call, reply, e);
        } catch (GatewayResponse.ClientGone e) {
            call.clientLeft();
            reply.abort();
        } catch (IOException | RuntimeException | StackOverflowError e) {
            FatalErrors.check(e); // as a cause: Camel wraps what it catches
            GatewayException failure = new GatewayException(GatewayError.UNFORESEEN);
            call.fail(failure, e);
            refuse(call, reply, failure);
        }
        log.completed(call);
        (call.meter() == RequestMeter.NONE ? unrouted : call.meter()).completed(call);
        if (call.spans().isRecorded()) {
            trace.completed(call);
        }
    }

    private void answer(RequestContext call, GatewayResponse reply) throws IOException {
        ClientRequest request = call.request();
        Dispatch.checkMethod(request.method());
        if (request.path().equals("*") && request.method().equals("OPTIONS")) {
            call.replyHeader("Allow", Dispatch.SERVED);
            reply.complete(200, "", new byte[0]);
            return;
        }
        boolean readings = PathGuard.check(request.path());
        if (Cors.isPreflight(call)) {
            if (readings) {
                Dispatch.choose(engine, request.method(), request.path(), true); // refuses what has two readings
            }
            cors.preflight(call, reply);
            return;
        }
        RouteConsumer route = route(call, readings);
        while (!route.enter()) {
            route = route(call, readings);
        }
        try {
            if (request.body() != null) {
                request.body().limit(route.maxBody(maxBody));
            }
            route.serve(call, reply);
        } finally {
            route.leave();
        }
    }

    /** The route that serves the call; where none of a path's routes serves the method, one of them refuses it after the chain. */
    private RouteConsumer route(RequestContext call, boolean readings) {
        Dispatch.Choice choice =
                Dispatch.choose(engine, call.request().method(), call.request().path(), readings);
        if (choice.allow() != null) {
            call.allow(choice.allow());
        }
        return choice.route();
    }

    private static void refuse(RequestContext call, GatewayResponse reply, GatewayException failure) {
        try {
            if (reply.committed()) {
                reply.abort();
            } else {
                reply.error(failure);
            }
        } catch (IOException e) {
            call.clientLeft();
            reply.abort();
        }
    }
}
