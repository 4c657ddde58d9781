package com.fincloud.gateway.edge;

import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.launch.FatalErrors;
import com.fincloud.gateway.logging.CurrentRequest;
import com.fincloud.gateway.settings.MaskedPaths;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.jspecify.annotations.Nullable;

/**
 * Where a request comes in and its answer goes out, on one thread from the first byte to the last. The steps in front of the route
 * stand in {@link #answer}: request id and clock, CORS, path guard, route; then the route's chain decides.
 *
 * <p>It takes the place of Tomcat's servlet adapter, so that a path is never decoded or normalised and every answer, even to a
 * request line that Tomcat refuses, is the gateway's own.
 */
final class Entrance extends SynchronousAdapter implements Draining {

    private final GatewayEngine engine;
    private final CallMeter unrouted;
    private final CallTrace trace;
    private final Cors cors;
    private final ClientAddress addresses;
    private final AccessLog log;
    private final MaskedPaths maskedPaths;
    private final ClientWatch watch;
    private final long maxBody;
    private final HeadBudget heads;
    private final ClientTimeouts timeouts;
    private final Capacity capacity;
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile boolean draining;

    Entrance(
            GatewayEngine engine,
            CallMeter unrouted,
            CallTrace trace,
            Cors cors,
            ClientAddress addresses,
            AccessLog log,
            MaskedPaths maskedPaths,
            ClientWatch watch,
            long maxBody,
            HeadBudget heads,
            ClientTimeouts timeouts,
            Capacity capacity) {
        this.engine = engine;
        this.unrouted = unrouted;
        this.trace = trace;
        this.cors = cors;
        this.addresses = addresses;
        this.log = log;
        this.maskedPaths = maskedPaths;
        this.watch = watch;
        this.maxBody = maxBody;
        this.heads = heads;
        this.timeouts = timeouts;
        this.capacity = capacity;
    }

    /** Requests that are being answered. */
    long inFlight() {
        return inFlight.get();
    }

    @Override
    public void drain() {
        draining = true;
    }

    @Override
    public void service(Request request, Response response) {
        inFlight.incrementAndGet();
        int head = heads.takeForHead(request);
        try {
            request.action(ActionCode.REQ_HOST_ADDR_ATTRIBUTE, null);
            String peer =
                    request.remoteAddr().isNull() ? "" : request.remoteAddr().toString();
            List<String> hops = RequestReader.values(request.getMimeHeaders(), "x-forwarded-for");
            Call call = new Call(request, RequestId.of(request.getMimeHeaders()), addresses.of(peer, hops));
            call.shownPath(maskedPaths.shown(call.path()));
            CurrentRequest.set(new LoggedCall(call));
            EdgeProcessor connection = EdgeProcessor.of(request);
            Http2Stream stream = Http2Stream.of(request);
            Reply reply = new Reply(response, call);
            if (connection != null) {
                serveConnection(call, reply, connection, head < 0);
            } else if (stream != null) {
                serveStream(call, reply, stream, head < 0);
            } else {
                serve(call, reply, null);
            }
        } finally {
            heads.giveBack(Math.max(0, head));
            CurrentRequest.set(null);
            inFlight.decrementAndGet();
        }
    }

    private void serveConnection(Call call, Reply reply, EdgeProcessor connection, boolean noRoom) {
        GatewayError fault = unlessFull(call, HeadGuard.fault(call.request()), noRoom || isFull());
        if (fault != null) {
            serve(call, reply, fault);
            RequestRest.giveUp(reply, connection);
            return;
        }
        connection.headIsRead();
        try (ClientWatch.Watched watched = watch.watch(call, connection)) {
            serve(call, reply, null);
            watched.answered();
            RequestRest.take(call.body(), reply, connection);
        } finally {
            connection.headMayCome();
        }
    }

    /** What is left of a refused request is Tomcat's to end: it resets the stream. */
    private void serveStream(Call call, Reply reply, Http2Stream stream, boolean noRoom) {
        if (draining) {
            stream.goAway();
        }
        GatewayError fault = unlessFull(
                call, Http2Guard.fault(call.request(), heads.maxHeadBytes()), noRoom || isFull() || stream.isTooMuch());
        if (fault != null) {
            serve(call, reply, fault);
            return;
        }
        try (ClientWatch.Watched watched = watch.watch(call, stream)) {
            serve(call, reply, null);
            watched.answered();
        }
    }

    private boolean isFull() {
        return inFlight.get() > capacity.requests();
    }

    /** A gateway that is full is still alive. */
    private static @Nullable GatewayError unlessFull(Call call, @Nullable GatewayError fault, boolean full) {
        return fault == null && full && !HealthPaths.contains(call.path()) ? GatewayError.OVERLOADED : fault;
    }

    private void serve(Call call, Reply reply, @Nullable GatewayError fault) {
        if (trace != CallTrace.NONE && TraceContext.begin(call, trace.begins()).isSampled()) {
            call.record();
        }
        log.incoming(call);
        if (draining || fault != null) {
            reply.close();
        }
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
        } catch (Reply.ClientGone e) {
            call.clientLeft();
            reply.abort();
        } catch (IOException | RuntimeException | StackOverflowError e) {
            FatalErrors.check(e); // as a cause: Camel wraps what it catches
            GatewayException failure = new GatewayException(GatewayError.UNFORESEEN);
            call.fail(failure, e);
            refuse(call, reply, failure);
        }
        log.completed(call);
        (call.meter() == CallMeter.NONE ? unrouted : call.meter()).completed(call);
        if (call.recorded()) {
            trace.completed(call);
        }
    }

    private void answer(Call call, Reply reply) throws IOException {
        RequestBody body = RequestReader.body(call.request(), maxBody, timeouts);
        if (body != null) {
            call.body(body);
        }
        Dispatch.checkMethod(call.method());
        if (call.path().equals("*") && call.method().equals("OPTIONS")) {
            call.replyHeader("Allow", Dispatch.SERVED);
            reply.complete(200, "", new byte[0]);
            return;
        }
        boolean readings = PathGuard.check(call.path());
        if (Cors.isPreflight(call)) {
            if (readings) {
                Dispatch.choose(engine, call.method(), call.path(), true); // refuses what has two readings
            }
            cors.preflight(call, reply);
            return;
        }
        RouteConsumer route = route(call, readings);
        while (!route.enter()) {
            route = route(call, readings);
        }
        try {
            if (body != null) {
                body.limit(route.maxBody(maxBody));
            }
            route.serve(call, reply);
        } finally {
            route.leave();
        }
    }

    /** The route that serves the call; where none of a path's routes serves the method, one of them refuses it after the chain. */
    private RouteConsumer route(Call call, boolean readings) {
        Dispatch.Choice choice = Dispatch.choose(engine, call.method(), call.path(), readings);
        if (choice.allow() != null) {
            call.allow(choice.allow());
        }
        return choice.route();
    }

    private static void refuse(Call call, Reply reply, GatewayException failure) {
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
