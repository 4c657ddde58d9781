package com.fincloud.gateway.app;

import com.fincloud.gateway.auth.ApiKeys;
import com.fincloud.gateway.auth.JwtVerifier;
import com.fincloud.gateway.auth.Revocations;
import com.fincloud.gateway.auth.jwks.KeySetConnection;
import com.fincloud.gateway.filter.GatewayChain;
import com.fincloud.gateway.metrics.PlanMetrics;
import com.fincloud.gateway.metrics.TokenMetrics;
import com.fincloud.gateway.openapi.PageAccess;
import com.fincloud.gateway.ratelimit.RateLimiter;
import com.fincloud.gateway.ratelimit.RefusedCallers;
import com.fincloud.gateway.ratelimit.plan.PlanFile;
import com.fincloud.gateway.redis.RedisTls;
import com.fincloud.gateway.redis.RedisUrl;
import com.fincloud.gateway.revocation.RevocationFeed;
import com.fincloud.gateway.routing.FilterChain;
import com.fincloud.gateway.settings.GatewaySettings;
import com.fincloud.gateway.tls.BackendTls;
import com.fincloud.gateway.tls.CurrentBundle;
import com.fincloud.gateway.tls.Peers;
import com.fincloud.gateway.websocket.WebSockets;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.apache.camel.CamelContext;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Who calls, and how often: tokens, revocations and limits, and the chain of filters that asks them. */
@Configuration(proxyBeanMethods = false)
public class CallerConfiguration {

    @Bean
    RedisTls redisTls(SslBundles bundles) {
        CurrentBundle files = CurrentBundle.of(bundles, Peers.REDIS);
        return files == null ? RedisTls.OF_JDK : () -> files.get().getManagers();
    }

    private static RedisUrl redis(String url, RedisTls tls, GatewaySettings settings) {
        return new RedisUrl(url, tls, settings.redisOptions().sentinelPassword());
    }

    @Bean
    Revocations revocations() {
        return new Revocations();
    }

    @Bean
    RevocationFeed revocationFeed(GatewaySettings settings, RedisTls tls, Revocations revocations, Clock clock) {
        RevocationFeed feed =
                new RevocationFeed(redis(settings.revocationRedisUrl(), tls, settings), revocations, clock);
        feed.start();
        return feed;
    }

    @Bean
    RevocationLifecycle revocationLifecycle(CamelContext context, RevocationFeed feed) {
        return new RevocationLifecycle(context, feed);
    }

    @Bean(initMethod = "start")
    JwtVerifier jwtVerifier(GatewaySettings settings, Clock clock, Revocations revocations, SslBundles bundles) {
        return new JwtVerifier(
                        settings.jwt(),
                        settings.production(),
                        clock,
                        revocations,
                        KeySetConnection.of(
                                BackendTls.ofKeySets(bundles), settings.jwt().proxy(), settings.version()))
                .requireUsable();
    }

    @Bean
    RateLimiter rateLimiter(GatewaySettings settings, RedisTls tls, Clock clock) {
        return new RateLimiter(settings, redis(settings.redisUrl(), tls, settings), clock);
    }

    @Bean
    RefusedCallers refusedCallers(GatewaySettings settings, Clock clock) {
        return RefusedCallers.of(settings.rateLimit(), clock);
    }

    @Bean
    GatewayChain gatewayChain(
            GatewaySettings settings,
            PageAccess access,
            JwtVerifier verifier,
            ApiKeys keys,
            RateLimiter limiter,
            PlanFile plans,
            RefusedCallers refused,
            Clock clock,
            MeterRegistry metrics,
            WebSockets webSockets) {
        return GatewayParts.chain(
                settings,
                access,
                verifier,
                keys,
                limiter,
                plans,
                new PlanMetrics(metrics),
                refused,
                clock,
                new TokenMetrics(metrics)::refused,
                webSockets);
    }

    @Bean
    FilterChain filterChain(GatewayChain chain) {
        return chain.chain();
    }
}
