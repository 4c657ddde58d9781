package com.fincloud.gateway.demo;

import com.fincloud.gateway.GatewayApplication;
import com.fincloud.gateway.settings.SettingsPostProcessor;
import com.fincloud.gateway.settings.Variable;
import java.net.InetAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplication.AbandonedRunException;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;

/**
 * The development run: starts what the gateway needs and the environment does not name, then the gateway, then says how to use
 * it. {@code spring-boot:test-run} starts this class, because no other class among the tests has a main method.
 *
 * <p>With the argument {@code services} it starts the three services alone, on every address, for a container. With {@code train}
 * and a command that starts a gateway it has that gateway learn what its AOT cache is to hold.
 */
public final class DevGateway {

    private DevGateway() {}

    /** Runs until Ctrl-C. */
    public static void main(String[] args) throws Exception {
        try {
            List<String> given = List.of(args);
            if (given.contains("services")) {
                DemoServices.serve();
            } else if (!given.isEmpty() && given.get(0).equals("train")) {
                Training.run(given.subList(1, given.size()));
            } else {
                System.out.println(run(args).text());
            }
        } catch (CannotStart e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    /**
     * Starts everything; what it returns says how to use it. With the argument {@code --demo.ports=free} the services take any free
     * port instead of their own.
     */
    static Welcome run(String... args) {
        Clock clock = Clock.systemUTC();
        Environment told = environment(args);
        Variables variables = new Variables(told::getProperty);
        Tokens tokens = new Tokens(variables, clock);
        String redisUrl = redisUrl(variables);
        DemoServices services = new DemoServices(
                tokens, new Revoker(redisUrl, clock), clock, "free".equals(told.getProperty("demo.ports")));
        SpringApplication gateway = new SpringApplication(GatewayApplication.class);
        gateway.setMainApplicationClass(GatewayApplication.class);
        Map<String, Object> surroundings = surroundings(variables, services, redisUrl);
        gateway.addListeners((ApplicationListener<ApplicationEnvironmentPreparedEvent>) event -> event.getEnvironment()
                .getPropertySources()
                .addBefore(SettingsPostProcessor.DEFAULTS, new MapPropertySource("surroundings", surroundings)));
        ConfigurableApplicationContext context = gateway.run(args);
        return new Welcome(context, tokens);
    }

    /** The Redis that is set, or else one that is started here. Ctrl-C stops it after the gateway. */
    private static String redisUrl(Variables variables) {
        if (variables.isSet(Variable.REDIS_URL)) {
            return variables.get(Variable.REDIS_URL);
        }
        DemoRedis redis = new DemoRedis();
        SpringApplication.getShutdownHandlers().add(redis::close);
        return redis.url();
    }

    /** Starts those services whose variables are not set. Ctrl-C stops them after the gateway. */
    private static Map<String, Object> surroundings(Variables variables, DemoServices services, String redisUrl) {
        Map<String, Object> urls = new LinkedHashMap<>();
        SpringApplication.getShutdownHandlers().add(services::close);
        services.start(InetAddress.getLoopbackAddress(), variable -> !variables.isSet(variable))
                .forEach((variable, url) -> urls.put(variable.name(), url));
        urls.put(Variable.REDIS_URL.name(), redisUrl);
        return urls;
    }

    /** What the gateway would find in the environment, in {@code .env} and on the command line; it does not start for that. */
    private static Environment environment(String[] args) {
        List<Environment> prepared = new ArrayList<>();
        SpringApplication gateway = new SpringApplication(GatewayApplication.class);
        gateway.addListeners((ApplicationListener<ApplicationEnvironmentPreparedEvent>) event -> {
            event.getEnvironment().getPropertySources().remove(SettingsPostProcessor.DEFAULTS);
            prepared.add(event.getEnvironment());
            throw new AbandonedRunException();
        });
        try {
            gateway.run(args);
        } catch (AbandonedRunException e) {
            return prepared.get(0);
        }
        throw new IllegalStateException("The gateway started before its surroundings");
    }
}
