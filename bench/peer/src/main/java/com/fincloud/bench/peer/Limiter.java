package com.fincloud.bench.peer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.cloud.gateway.filter.ratelimit.RedisRateLimiter;
import org.springframework.cloud.gateway.support.ConfigurationService;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.script.DefaultRedisScript;

/**
 * Spring Cloud Gateway's limiter with its own script, read once. As it is configured by default, the script stays a resource of the
 * jar, and each request asks whether that has changed: an exception each, and a third of the throughput or more.
 */
@Configuration(proxyBeanMethods = false)
class Limiter {

    @Bean
    RedisRateLimiter redisRateLimiter(ReactiveStringRedisTemplate redis, ConfigurationService configuration)
            throws IOException {
        DefaultRedisScript<List<Long>> script = new DefaultRedisScript<>();
        script.setScriptText(new ClassPathResource("META-INF/scripts/request_rate_limiter.lua")
                .getContentAsString(StandardCharsets.UTF_8));
        script.setResultType(listType());
        return new RedisRateLimiter(redis, script, configuration);
    }

    @SuppressWarnings("unchecked")
    private static Class<List<Long>> listType() {
        return (Class<List<Long>>) (Class<?>) List.class;
    }
}
