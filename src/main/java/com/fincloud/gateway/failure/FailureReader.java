package com.fincloud.gateway.failure;

import com.fincloud.gateway.auth.token.Caller;
import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.http.RequestContext;
import com.fincloud.gateway.http.RequestTimings;
import com.fincloud.gateway.http.trace.FailedStep;
import com.fincloud.gateway.upstream.Service;
import com.fincloud.gateway.upstream.Services;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Copies from a request that failed what may be kept of it, with bounded lengths. */
final class FailureReader {

    /** The longest text that is kept, in characters. */
    static final int LONGEST = 256;

    private final Services services;
    private final Clock clock;

    FailureReader(Services services, Clock clock) {
        this.services = services;
        this.clock = clock;
    }

    /** What is kept of the request of {@code context}, which is complete. */
    FailedRequest read(RequestContext context) {
        RequestTimings times = context.timings();
        GatewayException failure = context.failure();
        Throwable unforeseen = context.unforeseen();
        FailedStep step = step(context, failure, unforeseen);
        Caller caller = context.caller();
        long elapsed = times.elapsedNanos();
        List<FailedCall> calls = times.attempts().stream()
                .map(attempt -> FailedCall.of(attempt, times.startNanos()))
                .toList();
        return new FailedRequest(
                context.request().id(),
                clock.instant().minusNanos(elapsed),
                shorten(context.request().method()),
                shorten(context.request().shownPath()),
                context.status(),
                shorten(error(context, failure)),
                errorType(context, failure),
                failure == null ? "" : shorten(failure.explanation()),
                caller == null ? null : shortened(caller.loggedId()),
                context.request().clientAddress(),
                context.route().service(),
                context.route().routeId(),
                context.matchedPath(),
                context.cleared(),
                lacksRole(failure)
                        ? shorten(
                                String.join(", ", new TreeSet<>(context.route().roles())))
                        : "",
                lacksRole(failure) && caller != null ? shorten(String.join(", ", caller.roles())) : "",
                stage(context, failure).word(),
                step == null ? "" : shorten(step.stepId()),
                step == null ? "" : shorten(fileOf(step.source())),
                unforeseen == null ? "" : unforeseen.getClass().getName(),
                circuits(context, calls),
                calls,
                FailedRequest.millis(times.clearedNanos()),
                FailedRequest.millis(times.failedNanos()),
                FailedRequest.millis(times.headNanos()),
                FailedRequest.millis(elapsed));
    }

    private static boolean lacksRole(@Nullable GatewayException failure) {
        return failure != null && failure.error() == GatewayError.ROLE_MISSING;
    }

    private static String error(RequestContext context, @Nullable GatewayException failure) {
        if (context.clientGone()) {
            return "Client closed the connection";
        }
        if (failure != null) {
            return failure.detail();
        }
        return (context.route().service().isEmpty()
                        ? "Route " + context.route().routeId()
                        : "Service " + context.route().service())
                + " answered " + context.status();
    }

    private static String errorType(RequestContext context, @Nullable GatewayException failure) {
        return context.clientGone()
                ? "CLIENT_GONE"
                : failure == null ? "SERVER_ERROR" : failure.error().name();
    }

    private static FailureStage stage(RequestContext context, @Nullable GatewayException failure) {
        if (context.clientGone()) {
            return FailureStage.CLIENT;
        }
        if (failure != null) {
            return FailureStage.of(failure.error());
        }
        return context.timings().upstreamUsed() ? FailureStage.CALL : FailureStage.ROUTE;
    }

    /** The step whose exception is the failure; null if the failure came from elsewhere, because the route handled that exception. */
    private static @Nullable FailedStep step(
            RequestContext context, @Nullable GatewayException failure, @Nullable Throwable unforeseen) {
        FailedStep step = context.failedStep();
        if (step == null || context.clientGone()) {
            return null;
        }
        for (Throwable cause = step.thrown(); cause != null; cause = cause.getCause()) {
            if (cause == failure || cause == unforeseen) {
                return step;
            }
        }
        for (Throwable cause = failure == null ? null : failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause == step.thrown()) {
                return step;
            }
        }
        return null;
    }

    private Map<String, String> circuits(RequestContext context, List<FailedCall> calls) {
        Map<String, String> circuits = new TreeMap<>();
        if (context.cleared()) {
            add(context.route().service(), circuits);
            calls.forEach(call -> add(call.service(), circuits));
        }
        return circuits;
    }

    private void add(String name, Map<String, String> circuits) {
        Service service = services.find(name);
        if (service != null) {
            circuits.put(name, service.status().state());
        }
    }

    /** A source without its folder. */
    private static String fileOf(@Nullable String source) {
        return source == null ? "" : source.substring(source.lastIndexOf('/') + 1);
    }

    private static Object shortened(Object userId) {
        return userId instanceof String text ? shorten(text) : userId;
    }

    private static String shorten(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
    }
}
