package com.fincloud.gateway;

import org.apache.camel.component.platform.http.springboot.SpringBootPlatformHttpAutoConfiguration;
import org.apache.camel.component.platform.http.springboot.SpringBootPlatformWebMvcConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.data.redis.RedisAutoConfiguration;
import org.springframework.boot.autoconfigure.data.redis.RedisReactiveAutoConfiguration;
import org.springframework.boot.autoconfigure.data.redis.RedisRepositoriesAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.error.ErrorMvcAutoConfiguration;

/** Starts the gateway. To read how a request is served, begin in package {@link com.fincloud.gateway.way}. */
@SpringBootApplication(
        exclude = {
            SpringBootPlatformHttpAutoConfiguration.class, // package edge has the engine
            SpringBootPlatformWebMvcConfiguration.class,
            ErrorMvcAutoConfiguration.class, // no HTML error page
            RedisAutoConfiguration.class, // package limit connects
            RedisReactiveAutoConfiguration.class,
            RedisRepositoriesAutoConfiguration.class
        })
public class GatewayApplication {

    /** Runs until SIGTERM. */
    public static void main(String[] args) {
        SpringApplication.run(GatewayApplication.class, args);
        // The JVM would report a SIGTERM as status 143, and an orchestrator would take an orderly stop for a crash.
        SpringApplication.getShutdownHandlers().add(() -> Runtime.getRuntime().halt(0));
    }
}
