package com.fincloud.gateway.ingress;

import com.fincloud.gateway.auth.token.Caller;
import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.http.RequestContext;
import com.fincloud.gateway.http.trace.Traceparent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** One line a request. Never a query, a token, a cookie or a body. */
public final class AccessLog {

    private static final Logger LOG = LoggerFactory.getLogger("com.fincloud.gateway.access");

    void incoming(RequestContext call) {
        if (LOG.isDebugEnabled()) {
            fields(LOG.atDebug(), call).log("Incoming request");
        }
    }

    void completed(RequestContext call) {
        GatewayException failure = call.failure();
        Traceparent trace = call.spans().traceparent();
        boolean failed = call.unforeseen() != null
                || call.clientGone()
                || call.status() >= 500
                || (failure != null && failure.error().status() >= 500); // the head was out before it broke off
        LoggingEventBuilder line = call.unforeseen() != null ? LOG.atError() : failed ? LOG.atWarn() : LOG.atInfo();
        line = fields(line, call)
                .addKeyValue("status_code", call.status())
                .addKeyValue("process_time", Math.round(call.timings().elapsedNanos() / 1e2) / 1e7)
                .addKeyValue(
                        "upstream_time",
                        call.timings().upstreamUsed()
                                ? Math.round(call.timings().upstreamNanos() / 1e2) / 1e7
                                : null)
                .addKeyValue("trace_id", trace == null ? null : trace.traceId());
        if (call.clientGone()) {
            line = line.addKeyValue("error", "Client closed the connection").addKeyValue("error_type", "CLIENT_GONE");
        } else if (failure != null) {
            line = line.addKeyValue("error", failure.detail())
                    .addKeyValue("error_type", failure.error().name());
            if (!failure.reason().isEmpty()) {
                line = line.addKeyValue("reason", failure.reason());
            }
        } else if (failed) {
            String who = call.route().service().isEmpty()
                    ? "Route " + call.route().routeId()
                    : "Service " + call.route().service();
            line = line.addKeyValue("error", who + " answered " + call.status())
                    .addKeyValue("error_type", "SERVER_ERROR");
        }
        Throwable unforeseen = call.unforeseen();
        (unforeseen == null ? line : line.setCause(unforeseen)).log(failed ? "Request failed" : "Request completed");
    }

    private static LoggingEventBuilder fields(LoggingEventBuilder line, RequestContext call) {
        return line.addKeyValue("request_id", call.request().id())
                .addKeyValue("method", orNull(call.request().method()))
                .addKeyValue("path", call.request().shownPath())
                .addKeyValue("user_id", userId(call))
                .addKeyValue("client_ip", call.request().clientAddress())
                .addKeyValue("user_agent", call.request().header("user-agent"))
                .addKeyValue("service", orNull(call.route().service()))
                .addKeyValue("route_id", orNull(call.route().routeId()));
    }

    private static @Nullable Long userId(RequestContext call) {
        Caller caller = call.caller();
        return caller == null ? null : Long.valueOf(caller.userId());
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
