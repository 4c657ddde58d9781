package com.fincloud.gateway.routing.response;

import com.fincloud.gateway.http.RequestContext;
import com.fincloud.gateway.http.body.RequestBody;
import com.fincloud.gateway.http.body.ResponseBody;
import org.apache.camel.Exchange;

/** Where the body comes from that a step could not use. */
enum BodyOrigin {
    CLIENT,
    SERVICE,
    /** The route has made it, or it may be of any of them. */
    UNKNOWN;

    /** The origin of the body that the exchange had when its route failed. */
    static BodyOrigin of(RequestContext context, Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        if (RequestBody.of(body) != null) {
            return CLIENT;
        }
        if (ResponseBody.of(body) != null) {
            return SERVICE;
        }
        if (context.madeCalls() != null || context.timings().upstreamUsed()) {
            return SERVICE;
        }
        RequestBody sent = context.request().body();
        boolean isRead = sent != null && (sent.received() > 0 || sent.announced() == 0);
        return body == null || isRead ? CLIENT : UNKNOWN;
    }
}
