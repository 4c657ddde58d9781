package com.fincloud.bench.peer;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Gives each request its id, and writes one JSON line with the fields of our gateway's access log once it is answered. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class AccessLog implements WebFilter {

    static final String REQUEST_ID = "X-Request-ID";
    static final String USER_ID = "user_id";

    private static final Logger LOG = LoggerFactory.getLogger("access");

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        long began = System.nanoTime();
        String id = id(exchange.getRequest().getHeaders().getFirst(REQUEST_ID));
        exchange.getAttributes().put(REQUEST_ID, id);
        exchange.getResponse().getHeaders().set(REQUEST_ID, id);
        return chain.filter(exchange).doFinally(signal -> LOG.info(line(exchange, id, System.nanoTime() - began)));
    }

    private static String id(@Nullable String sent) {
        if (sent != null && sent.length() == 36) {
            return sent;
        }
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID((random.nextLong() & ~0xf000L) | 0x4000L, (random.nextLong() >>> 2) | (1L << 63)).toString();
    }

    private static String line(ServerWebExchange exchange, String id, long nanos) {
        ServerHttpRequest request = exchange.getRequest();
        Route route = exchange.getAttribute(ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR);
        HttpStatusCode status = exchange.getResponse().getStatusCode();
        InetSocketAddress client = request.getRemoteAddress();
        return new JsonLine()
                .text("event", "Request completed")
                .text("timestamp", Instant.now().toString())
                .text("level", "info")
                .text("logger", "access")
                .text("request_id", id)
                .text("method", request.getMethod().name())
                .text("path", request.getURI().getRawPath())
                .text(USER_ID, exchange.getAttribute(USER_ID))
                .text("client_ip", client == null ? null : client.getAddress().getHostAddress())
                .text("user_agent", request.getHeaders().getFirst("User-Agent"))
                .text("service", route == null ? null : route.getUri().getHost())
                .text("route_id", route == null ? null : route.getId())
                .number("status_code", status == null ? "200" : Integer.toString(status.value()))
                .number("process_time", Double.toString(Math.round(nanos / 1e2) / 1e7))
                .toString();
    }
}
