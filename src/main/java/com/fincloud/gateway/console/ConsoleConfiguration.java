package com.fincloud.gateway.console;

import com.fincloud.gateway.auth.ApiKeys;
import com.fincloud.gateway.failure.FailureView;
import com.fincloud.gateway.health.BackendHealths;
import com.fincloud.gateway.health.HealthReport;
import com.fincloud.gateway.ratelimit.RefusedCallers;
import com.fincloud.gateway.ratelimit.plan.PlanFile;
import com.fincloud.gateway.routefile.RouteFolder;
import com.fincloud.gateway.routefile.RouteListing;
import com.fincloud.gateway.routing.FilterChain;
import com.fincloud.gateway.settings.GatewaySettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.apache.camel.CamelContext;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;

/**
 * Puts the console on the management port. The list of that port's configurations in {@code META-INF/spring} names this class. It has no
 * annotation on purpose: with one it would be found for the clients' port too, and the server alone would keep clients from the page.
 */
final class ConsoleConfiguration {

    @Bean
    ConsoleState consoleState(
            GatewaySettings settings,
            HealthReport report,
            RouteListing listing,
            RouteFolder folder,
            MeterRegistry metrics,
            PlanFile plans,
            ApiKeys keys,
            RefusedCallers refused,
            Clock clock) {
        CallerState callers = new CallerState(plans, keys, refused, clock);
        return new ConsoleState(settings, report, listing, folder, metrics, callers, clock);
    }

    @Bean
    History consoleHistory(ConsoleState state) {
        return new History(state::sample).start();
    }

    @Bean
    ServletRegistrationBean<ConsoleServlet> console(
            ConsoleState state,
            History history,
            BackendHealths backends,
            FailureView failures,
            CamelContext context,
            FilterChain chain) {
        ConsoleServlet servlet =
                new ConsoleServlet(state, history, backends, failures, new RouteDiagrams(context, chain));
        return new ServletRegistrationBean<>(servlet, "", "/console", "/console/*");
    }
}
