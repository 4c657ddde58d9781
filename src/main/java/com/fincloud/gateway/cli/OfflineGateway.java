package com.fincloud.gateway.cli;

import com.fincloud.gateway.app.BackendTemplate;
import com.fincloud.gateway.app.ExposedRoutes;
import com.fincloud.gateway.app.GatewayLifecycle;
import com.fincloud.gateway.app.GatewayParts;
import com.fincloud.gateway.app.ScratchBackends;
import com.fincloud.gateway.auth.ApiKeys;
import com.fincloud.gateway.auth.JwtVerifier;
import com.fincloud.gateway.auth.Revocations;
import com.fincloud.gateway.auth.apikey.ApiKey;
import com.fincloud.gateway.auth.jwks.KeySetConnection;
import com.fincloud.gateway.configfile.ConfigFiles;
import com.fincloud.gateway.extension.Extensions;
import com.fincloud.gateway.filter.GatewayChain;
import com.fincloud.gateway.health.BackendHealths;
import com.fincloud.gateway.health.HealthReport;
import com.fincloud.gateway.health.KeySetReport;
import com.fincloud.gateway.health.Readiness;
import com.fincloud.gateway.openapi.ApiDocuments;
import com.fincloud.gateway.openapi.PageAccess;
import com.fincloud.gateway.ratelimit.RateLimiter;
import com.fincloud.gateway.ratelimit.RefusedCallers;
import com.fincloud.gateway.ratelimit.plan.PlanFile;
import com.fincloud.gateway.ratelimit.plan.PlanMeter;
import com.fincloud.gateway.ratelimit.plan.RatePlans;
import com.fincloud.gateway.redis.RedisTls;
import com.fincloud.gateway.redis.RedisUrl;
import com.fincloud.gateway.revocation.RevocationFeed;
import com.fincloud.gateway.routefile.RouteFolder;
import com.fincloud.gateway.routefile.check.Components;
import com.fincloud.gateway.routing.GatewayHttpEngine;
import com.fincloud.gateway.routing.PlatformHttp;
import com.fincloud.gateway.routing.ReloadableDirect;
import com.fincloud.gateway.routing.step.GatewaySimple;
import com.fincloud.gateway.routing.step.ReloadableControlBus;
import com.fincloud.gateway.settings.GatewaySettings;
import com.fincloud.gateway.settings.SettingsReader;
import com.fincloud.gateway.tls.BackendTls;
import com.fincloud.gateway.upstream.BackendComponent;
import com.fincloud.gateway.upstream.Services;
import com.fincloud.gateway.websocket.WebSockets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultRegistry;

/**
 * The gateway without a server, a port or Redis: the same filters, template, routes and folder in a plain Camel context. Only routes that
 * wait for requests are started, so that no route does anything by itself.
 */
final class OfflineGateway implements AutoCloseable {

    private final GatewaySettings settings;
    private final Extensions extensions;
    private final DefaultCamelContext context = new DefaultCamelContext(new DefaultRegistry(List.of()));
    private final GatewayHttpEngine engine;
    private final Services services;
    private final RateLimiter limiter;
    private final RevocationFeed revocations;
    private final PlanFile plans;
    private final ApiKeys keys;
    private final JwtVerifier tokens;
    private final ConfigFiles files;
    private final GatewayChain chain;
    private final RouteTarget target;
    private final RouteFolder folder;

    private OfflineGateway(GatewaySettings settings, RouteTarget target) {
        Clock clock = Clock.systemUTC();
        PageAccess access = new PageAccess(settings.publicPaths());
        this.settings = settings;
        this.extensions = Extensions.in(settings.routes().extensions());
        this.extensions.addTo(context);
        this.services = new Services(settings.breaker(), settings.maxCallsPerService(), clock);
        this.services.keep(settings.services());
        this.limiter = RateLimiter.unconnected(settings, clock);
        this.revocations = new RevocationFeed(
                new RedisUrl(settings.revocationRedisUrl(), RedisTls.OF_JDK), new Revocations(), clock);
        this.plans = new PlanFile(settings.rateLimit());
        this.keys = new ApiKeys(settings.apiKeys(), clock, new Revocations());
        this.tokens = new JwtVerifier(
                settings.jwt(), settings.production(), clock, new Revocations(), KeySetConnection.direct());
        this.files = new ConfigFiles().with(plans.file()).with(keys.file()).with(tokens.file());
        this.chain = GatewayParts.chain(
                settings,
                access,
                tokens,
                keys,
                limiter,
                plans,
                PlanMeter.NONE,
                RefusedCallers.of(settings.rateLimit(), clock),
                clock,
                reason -> {},
                new WebSockets(settings.clients().webSockets()));
        this.engine = GatewayHttpEngine.offline(chain.chain(), access);
        this.target = target;
        this.folder = new RouteFolder(
                context, engine, services, target.directory(), new ScratchBackends(settings, clock), clock);
        if (target.alone() && target.file() != null) {
            folder.only(target.file());
        } else {
            folder.add(extensions);
        }
    }

    /**
     * Loads the files of a folder, or one file.
     *
     * @param operand a folder or a file; empty for {@code ROUTES_DIR}
     * @throws com.fincloud.gateway.settings.SettingsException if a variable has a value that is not accepted
     */
    static OfflineGateway load(OfflineVariables variables, String operand) throws Exception {
        GatewaySettings settings = SettingsReader.read(variables::value, GatewayVersion.text());
        OfflineGateway gateway = new OfflineGateway(
                settings, RouteTarget.of(operand, settings.routes().directory()));
        gateway.start(variables);
        return gateway;
    }

    private void start(OfflineVariables variables) throws Exception {
        context.setAutoStartupExcludePattern(String.join(":*,", new Components(context).sources()) + ":*");
        context.disableJMX();
        context.getPropertiesComponent().addPropertiesSource(variables);
        context.getRegistry().bind("platform-http-engine", engine);
        context.addComponent("platform-http", new PlatformHttp());
        context.addComponent("direct", new ReloadableDirect());
        GatewaySimple.install(context);
        context.addComponent("controlbus", new ReloadableControlBus());
        context.addComponent("http", new BackendComponent(services, settings.requestTimeout()));
        context.addComponent("https", new BackendComponent(services, settings.requestTimeout()));
        ExposedRoutes routes = new ExposedRoutes(context, engine);
        ApiDocuments documents = new ApiDocuments(routes, routes, settings, Clock.systemUTC(), BackendTls.ofJdk());
        HealthReport report = new HealthReport(
                settings,
                new Readiness(),
                services,
                limiter,
                revocations,
                folder,
                files,
                documents,
                new KeySetReport(tokens));
        List<RouteBuilder> own = GatewayParts.ownRoutes(settings, report, new BackendHealths(context), documents);
        new GatewayLifecycle(context, new BackendTemplate(services, settings), own, folder, Duration.ZERO).start();
    }

    GatewaySettings settings() {
        return settings;
    }

    DefaultCamelContext context() {
        return context;
    }

    GatewayHttpEngine engine() {
        return engine;
    }

    GatewayChain chain() {
        return chain;
    }

    Services services() {
        return services;
    }

    RouteTarget target() {
        return target;
    }

    ApiKeys keys() {
        return keys;
    }

    /** The keys that name a plan which the file with plans does not have. */
    List<ApiKey> keysWithoutPlan() {
        RatePlans known = plans.current();
        return keys.all().stream()
                .filter(key -> key.plan() != null && (known == null || known.plan(key.plan()) == null))
                .toList();
    }

    /** The extensions. */
    Extensions extensions() {
        return extensions;
    }

    /** The YAML files that variables name. */
    ConfigFiles files() {
        return files;
    }

    RouteFolder folder() {
        return folder;
    }

    @Override
    public void close() {
        context.stop();
        folder.close();
        limiter.close();
        revocations.close();
        services.close();
        extensions.close();
    }
}
