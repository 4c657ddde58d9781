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
import com.fincloud.gateway.http.trace.B3;
import com.fincloud.gateway.launch.FatalErrors;
import com.fincloud.gateway.logging.CurrentRequest;
import com.fincloud.gateway.routing.Dispatch;
import com.fincloud.gateway.routing.GatewayHttpEngine;
import com.fincloud.gateway.routing.RouteConsumer;
import com.fincloud.gateway.server.GatewayResponse;
import com.fincloud.gateway.server.RequestHandler;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Receives each request and sends its response. {@link #answer} has the steps before the route: CORS, path guard and the choice of the
 * route. Then the filters decide.
 */
public final class Ingress implements RequestHandler {

    private final GatewayHttpEngine engine;
    private final RequestMeter unrouted;
    private final RequestTrace trace;
    private final Cors cors;
    private final AccessLog log;
    private final Consumer<RequestContext> failures;
    private final ClientWatch watch;
    private final long maxBody;
    private final @Nullable B3 b3;

    public Ingress(
            GatewayHttpEngine engine,
            RequestMeter unrouted,
            RequestTrace trace,
            Cors cors,
            AccessLog log,
            Consumer<RequestContext> failures,
            ClientWatch watch,
            long maxBody,
            @Nullable B3 b3) {
        this.engine = engine;
        this.unrouted = unrouted;
        this.trace = trace;
        this.cors = cors;
        this.log = log;
        this.failures = failures;
        this.watch = watch;
        this.maxBody = maxBody;
        this.b3 = b3;
    }

    @Override
    public void serve(RequestContext context, GatewayResponse response, ClientConnection client) {
        try (ClientWatch.Watched watched = watch.watch(context, client)) {
            serve(context, response, (GatewayError) null);
            watched.answered();
            if (!client.takeUnread(context.request().body())) {
                response.abort();
            }
        }
    }

    @Override
    public void refuse(RequestContext context, GatewayResponse response, GatewayError fault) {
        serve(context, response, fault);
    }

    private void serve(RequestContext context, GatewayResponse response, @Nullable GatewayError fault) {
        CurrentRequest.set(new LoggedRequestContext(context));
        try {
            complete(context, response, fault);
        } finally {
            CurrentRequest.set(null);
        }
    }

    private void complete(RequestContext context, GatewayResponse response, @Nullable GatewayError fault) {
        if (trace != RequestTrace.NONE
                && TraceContext.begin(context, trace.shouldSample(), b3).isSampled()) {
            context.spans().record();
        }
        log.incoming(context);
        try {
            cors.mark(context);
            if (fault != null) {
                GatewayException refusal = new GatewayException(fault);
                throw fault == GatewayError.OVERLOADED ? refusal.header("Retry-After", "1") : refusal;
            }
            answer(context, response);
        } catch (GatewayException e) {
            context.fail(e);
            refuse(context, response, e);
        } catch (GatewayResponse.ClientGone e) {
            context.clientLeft();
            response.abort();
        } catch (IOException | RuntimeException | StackOverflowError e) {
            FatalErrors.check(e); // checks the causes as well, because Camel wraps exceptions
            GatewayException failure = new GatewayException(GatewayError.UNFORESEEN);
            context.fail(failure, e);
            refuse(context, response, failure);
        }
        log.completed(context);
        if (context.failure() != null || context.status() >= 500 || context.clientGone()) {
            failures.accept(context);
        }
        (context.meter() == RequestMeter.NONE ? unrouted : context.meter()).completed(context);
        if (context.spans().isRecorded()) {
            trace.completed(context);
        }
    }

    private void answer(RequestContext context, GatewayResponse response) throws IOException {
        ClientRequest request = context.request();
        Dispatch.checkMethod(request.method());
        if (request.path().equals("*") && request.method().equals("OPTIONS")) {
            context.headers().toClient("Allow", Dispatch.SERVED);
            response.complete(200, "", new byte[0]);
            return;
        }
        boolean readings = PathGuard.check(request.path());
        if (Cors.isPreflight(context)) {
            if (readings) {
                Dispatch.choose(engine, request.method(), request.path(), true); // refuses a path with two readings
            }
            cors.preflight(context, response);
            return;
        }
        RouteConsumer route = route(context, readings);
        while (!route.enter()) {
            route = route(context, readings);
        }
        try {
            if (request.body() != null) {
                request.body().limit(route.maxBody(maxBody));
            }
            route.serve(context, response);
        } finally {
            route.leave();
        }
    }

    /**
     * The route that serves the request. If no route of the path serves the method, one of these routes refuses the request after the
     * filters.
     */
    private RouteConsumer route(RequestContext context, boolean readings) {
        Dispatch.Choice choice = Dispatch.choose(
                engine, context.request().method(), context.request().path(), readings);
        if (choice.allow() != null) {
            context.allow(choice.allow());
        }
        return choice.route();
    }

    private static void refuse(RequestContext context, GatewayResponse response, GatewayException failure) {
        try {
            if (response.committed()) {
                response.abort();
            } else {
                response.error(failure);
            }
        } catch (IOException e) {
            context.clientLeft();
            response.abort();
        }
    }
}
