package com.fincloud.gateway.ingress;

import com.fincloud.gateway.auth.token.Caller;
import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.http.RequestContext;
import com.fincloud.gateway.http.trace.Traceparent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Writes one log line for each request. The line never contains a query, a token, a cookie or a body. */
public final class AccessLog {

    private static final Logger LOG = LoggerFactory.getLogger("com.fincloud.gateway.access");

    void incoming(RequestContext context) {
        if (LOG.isDebugEnabled()) {
            fields(LOG.atDebug(), context).log("Incoming request");
        }
    }

    void completed(RequestContext context) {
        GatewayException failure = context.failure();
        Traceparent trace = context.spans().traceparent();
        boolean failed = context.unforeseen() != null
                || context.clientGone()
                || context.status() >= 500
                // The response broke off after its head had been sent.
                || (failure != null && failure.error().status() >= 500);
        LoggingEventBuilder line = context.unforeseen() != null ? LOG.atError() : failed ? LOG.atWarn() : LOG.atInfo();
        line = fields(line, context)
                .addKeyValue("status_code", context.status())
                .addKeyValue("process_time", Math.round(context.timings().elapsedNanos() / 1e2) / 1e7)
                .addKeyValue(
                        "upstream_time",
                        context.timings().upstreamUsed()
                                ? Math.round(context.timings().upstreamNanos() / 1e2) / 1e7
                                : null)
                .addKeyValue("trace_id", trace == null ? null : trace.traceId());
        if (context.clientGone()) {
            line = line.addKeyValue("error", "Client closed the connection").addKeyValue("error_type", "CLIENT_GONE");
        } else if (failure != null) {
            line = line.addKeyValue("error", failure.detail())
                    .addKeyValue("error_type", failure.error().name());
            if (!failure.reason().isEmpty()) {
                line = line.addKeyValue("reason", failure.explanation());
            }
        } else if (failed) {
            String who =
                    context.service().isEmpty() ? "Route " + context.route().routeId() : "Service " + context.service();
            line = line.addKeyValue("error", who + " answered " + context.status())
                    .addKeyValue("error_type", "SERVER_ERROR");
        }
        Throwable unforeseen = context.unforeseen();
        (unforeseen == null ? line : line.setCause(unforeseen)).log(failed ? "Request failed" : "Request completed");
    }

    private static LoggingEventBuilder fields(LoggingEventBuilder line, RequestContext context) {
        return line.addKeyValue("request_id", context.request().id())
                .addKeyValue("method", orNull(context.request().method()))
                .addKeyValue("path", context.request().shownPath())
                .addKeyValue("user_id", userId(context))
                .addKeyValue("client_ip", context.request().clientAddress())
                .addKeyValue("user_agent", context.request().header("user-agent"))
                .addKeyValue("service", orNull(context.service()))
                .addKeyValue("route_id", orNull(context.route().routeId()));
    }

    /** The caller in the form of the log; null without a valid token. */
    public static @Nullable Object userId(RequestContext context) {
        Caller caller = context.caller();
        return caller == null ? null : caller.loggedId();
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
