package com.fincloud.bench.peer;

import static org.springframework.web.reactive.function.server.RequestPredicates.GET;
import static org.springframework.web.reactive.function.server.RequestPredicates.path;
import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.util.Map;
import org.springframework.cloud.circuitbreaker.resilience4j.ReactiveResilience4JCircuitBreakerFactory;
import org.springframework.cloud.circuitbreaker.resilience4j.Resilience4JConfigBuilder;
import org.springframework.cloud.client.circuitbreaker.Customizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

/** The breaker, with our gateway's figures, and what answers in place of a backend. */
@Configuration(proxyBeanMethods = false)
class GatewaySetup {

    private static final int CONSECUTIVE_FAILURES = 5;
    private static final int TRIAL_CALLS = 3;
    private static final Duration OPEN = Duration.ofSeconds(60);

    @Bean
    Customizer<ReactiveResilience4JCircuitBreakerFactory> breaker() {
        CircuitBreakerConfig config = CircuitBreakerConfig.custom()
                .slidingWindowSize(CONSECUTIVE_FAILURES)
                .minimumNumberOfCalls(CONSECUTIVE_FAILURES)
                .failureRateThreshold(100)
                .waitDurationInOpenState(OPEN)
                .permittedNumberOfCallsInHalfOpenState(TRIAL_CALLS)
                .build();
        return factory -> factory.configureDefault(id ->
                new Resilience4JConfigBuilder(id).circuitBreakerConfig(config).build());
    }

    @Bean
    RouterFunction<ServerResponse> ownAnswers() {
        return route(GET("/health"), request -> ServerResponse.ok()
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(Map.of("status", "healthy")))
                .andRoute(path("/fallback"), request -> ServerResponse.status(HttpStatus.SERVICE_UNAVAILABLE)
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(Map.of("detail", "Service budget is currently unavailable")));
    }
}
