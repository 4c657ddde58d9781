package com.fincloud.bench.peer;

import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Tells the backend who calls, and the request's id, in one change of the request's headers. */
@Component
final class CallerHeaders implements GlobalFilter, Ordered {

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        return exchange.getPrincipal()
                .cast(JwtAuthenticationToken.class)
                .flatMap(caller -> chain.filter(withHeaders(exchange, caller.getToken())));
    }

    private static ServerWebExchange withHeaders(ServerWebExchange exchange, Jwt token) {
        exchange.getAttributes().put(AccessLog.USER_ID, token.getSubject());
        return exchange.mutate()
                .request(request -> request.headers(headers -> {
                    headers.set(AccessLog.REQUEST_ID, exchange.getRequiredAttribute(AccessLog.REQUEST_ID));
                    set(headers, "X-User-ID", token.getSubject());
                    set(headers, "X-User-Email", token.getClaimAsString("email"));
                    set(headers, "X-User-Role", token.getClaimAsString("role"));
                }))
                .build();
    }

    private static void set(HttpHeaders headers, String name, @Nullable String value) {
        if (value == null) {
            headers.remove(name);
        } else {
            headers.set(name, value);
        }
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }
}
