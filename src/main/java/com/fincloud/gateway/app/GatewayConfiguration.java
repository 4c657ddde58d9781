package com.fincloud.gateway.app;

import com.fincloud.gateway.auth.ApiKeys;
import com.fincloud.gateway.auth.JwtVerifier;
import com.fincloud.gateway.auth.Revocations;
import com.fincloud.gateway.auth.jwks.KeySetConnection;
import com.fincloud.gateway.configfile.ConfigFiles;
import com.fincloud.gateway.extension.Extensions;
import com.fincloud.gateway.filter.GatewayChain;
import com.fincloud.gateway.health.BackendHealths;
import com.fincloud.gateway.health.HealthReport;
import com.fincloud.gateway.health.KeySetReport;
import com.fincloud.gateway.health.Readiness;
import com.fincloud.gateway.http.HeadBudget;
import com.fincloud.gateway.http.RequestMeters;
import com.fincloud.gateway.http.body.BodySpool;
import com.fincloud.gateway.http.body.KeptBodies;
import com.fincloud.gateway.logging.Masking;
import com.fincloud.gateway.metrics.CamelRouteMetrics;
import com.fincloud.gateway.metrics.PlanMetrics;
import com.fincloud.gateway.metrics.RequestMetrics;
import com.fincloud.gateway.metrics.TokenMetrics;
import com.fincloud.gateway.metrics.TraceExemplars;
import com.fincloud.gateway.openapi.ApiDocuments;
import com.fincloud.gateway.openapi.PageAccess;
import com.fincloud.gateway.ratelimit.RateLimiter;
import com.fincloud.gateway.ratelimit.RefusedCallers;
import com.fincloud.gateway.ratelimit.plan.PlanFile;
import com.fincloud.gateway.redis.RedisTls;
import com.fincloud.gateway.redis.RedisUrl;
import com.fincloud.gateway.revocation.RevocationFeed;
import com.fincloud.gateway.routefile.LiveContext;
import com.fincloud.gateway.routefile.RouteFolder;
import com.fincloud.gateway.routefile.RouteListing;
import com.fincloud.gateway.routing.ErrorsInParts;
import com.fincloud.gateway.routing.FilterChain;
import com.fincloud.gateway.routing.GatewayHttpEngine;
import com.fincloud.gateway.routing.HoldingSeda;
import com.fincloud.gateway.routing.LateSteps;
import com.fincloud.gateway.routing.PartExchanges;
import com.fincloud.gateway.routing.ReloadableDirect;
import com.fincloud.gateway.routing.RouteLog;
import com.fincloud.gateway.routing.body.KeptStreams;
import com.fincloud.gateway.routing.step.GatewaySimple;
import com.fincloud.gateway.routing.step.ReloadableControlBus;
import com.fincloud.gateway.server.Draining;
import com.fincloud.gateway.settings.GatewaySettings;
import com.fincloud.gateway.settings.RawVariables;
import com.fincloud.gateway.settings.SecretValues;
import com.fincloud.gateway.settings.SettingsException;
import com.fincloud.gateway.settings.SettingsPostProcessor;
import com.fincloud.gateway.settings.SettingsReader;
import com.fincloud.gateway.tls.BackendTls;
import com.fincloud.gateway.tls.CertificateBundles;
import com.fincloud.gateway.tls.CurrentBundle;
import com.fincloud.gateway.tls.Peers;
import com.fincloud.gateway.upstream.BackendComponent;
import com.fincloud.gateway.upstream.Services;
import com.fincloud.gateway.upstream.client.connect.ConnectionTerms;
import com.fincloud.gateway.websocket.WebSockets;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.ContextEvents;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.component.properties.PropertiesParser;
import org.apache.camel.spi.StartupConditionStrategy;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.apache.camel.spring.boot.CamelConfigurationProperties;
import org.apache.camel.spring.boot.CamelSpringBootApplicationController;
import org.apache.camel.spring.spi.CamelBeanPostProcessor;
import org.apache.camel.support.ResetableClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.info.BuildProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/** Wires the parts of the gateway. */
@Configuration(proxyBeanMethods = false)
public class GatewayConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(GatewayConfiguration.class);

    @Bean
    GatewaySettings gatewaySettings(ConfigurableEnvironment environment, BuildProperties build) {
        GatewaySettings settings = SettingsReader.read(
                name -> RawVariables.value(environment.getPropertySources(), name), build.getVersion());
        Masking.hide(SecretValues.current());
        settings.unsafe()
                .forEach(reason -> LOG.atWarn().addKeyValue("reason", reason).log("Unsafe setting"));
        if (environment.getPropertySources().get(SettingsPostProcessor.DERIVED) instanceof MapPropertySource derived
                && derived.getProperty(SettingsPostProcessor.WARNINGS) instanceof List<?> warnings) {
            warnings.forEach(
                    reason -> LOG.atWarn().addKeyValue("reason", reason).log("Setting without effect"));
        }
        return settings;
    }

    @Bean
    Extensions extensions(GatewaySettings settings) {
        Extensions extensions = Extensions.in(settings.routes().extensions());
        if (!extensions.names().isEmpty()) {
            LOG.atInfo().addKeyValue("files", extensions.names()).log("Extensions loaded");
        }
        extensions
                .warnings()
                .forEach(reason -> LOG.atWarn().addKeyValue("reason", reason).log("Extension partly unused"));
        return extensions;
    }

    /** Like the context of Camel's own configuration, but with a class that is fast with many routes. */
    @Bean(destroyMethod = "")
    CamelContext camelContext(
            ApplicationContext application,
            CamelConfigurationProperties properties,
            CamelBeanPostProcessor beans,
            StartupConditionStrategy conditions,
            Extensions extensions)
            throws Exception {
        CamelSpringBootApplicationController controller = new CamelSpringBootApplicationController(application);
        LiveContext context = new LiveContext(application, controller);
        context.getClock().add(ContextEvents.BOOT, new ResetableClock());
        extensions.addTo(context);
        controller.setCamelContext(context);
        beans.setCamelContext(context);
        context.getCamelContextExtension().addContextPlugin(CamelBeanPostProcessor.class, beans);
        context.getCamelContextExtension().addContextPlugin(StartupConditionStrategy.class, conditions);
        return CamelAutoConfiguration.doConfigureCamelContext(application, context, properties, controller);
    }

    @Bean
    PropertiesParser propertiesParser(ConfigurableEnvironment environment) {
        return new LiteralVariables(environment);
    }

    @Bean
    CertificateBundles certificateBundles(GatewaySettings settings, Clock clock) {
        return new CertificateBundles(settings.tls(), clock);
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    Readiness readiness() {
        return new Readiness();
    }

    @Bean
    Revocations revocations() {
        return new Revocations();
    }

    @Bean
    RedisTls redisTls(SslBundles bundles) {
        CurrentBundle files = CurrentBundle.of(bundles, Peers.REDIS);
        return files == null ? RedisTls.OF_JDK : () -> files.get().getManagers();
    }

    private static RedisUrl redis(String url, RedisTls tls, GatewaySettings settings) {
        return new RedisUrl(url, tls, settings.redisOptions().sentinelPassword());
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
    RequestMeters requestMeters(MeterRegistry metrics, TraceExemplars traces) {
        return new RequestMetrics(metrics, traces, GatewayRoutes.NOT_FOUND);
    }

    @Bean
    BackendTls backendTls(SslBundles bundles) {
        return BackendTls.of(bundles);
    }

    @Bean
    Services services(GatewaySettings settings, Clock clock, BackendTls tls, HeadBudget heads) {
        Services services = new Services(
                settings.breaker(),
                settings.maxCallsPerService(),
                clock,
                tls,
                heads,
                new ConnectionTerms(settings.maxConnectionAge(), settings.nameAge()));
        services.keep(settings.services());
        return services;
    }

    /** Camel finds a component by the name of its scheme. */
    @Bean({"http", "http-component"})
    BackendComponent http(Services services, GatewaySettings settings) {
        return new BackendComponent(services, settings.requestTimeout());
    }

    @Bean({"https", "https-component"})
    BackendComponent https(Services services, GatewaySettings settings) {
        return new BackendComponent(services, settings.requestTimeout());
    }

    @Bean({"direct", "direct-component"})
    ReloadableDirect direct() {
        return new ReloadableDirect();
    }

    /** A bean, because Camel looks for its simple language before the routes are started. */
    @Bean("simple")
    GatewaySimple simpleLanguage() {
        return new GatewaySimple();
    }

    @Bean({"controlbus", "controlbus-component"})
    ReloadableControlBus controlBus() {
        return new ReloadableControlBus();
    }

    @Bean({"seda", "seda-component"})
    HoldingSeda seda() {
        return new HoldingSeda();
    }

    @Bean
    RouteFolder routeFolder(
            CamelContext context,
            GatewayHttpEngine engine,
            Services services,
            GatewaySettings settings,
            Clock clock,
            Extensions extensions) {
        RouteFolder folder = new RouteFolder(
                context, engine, services, settings.routes().directory(), new ScratchBackends(settings, clock), clock);
        folder.add(extensions);
        return folder;
    }

    @Bean
    HealthReport healthReport(
            GatewaySettings settings,
            Readiness readiness,
            Services services,
            RateLimiter limiter,
            RevocationFeed revocations,
            RouteFolder folder,
            ConfigFiles files,
            ApiDocuments documents,
            JwtVerifier tokens) {
        return new HealthReport(
                settings,
                readiness,
                services,
                limiter,
                revocations,
                folder,
                files,
                documents,
                new KeySetReport(tokens));
    }

    @Bean
    BackendHealths backendHealths(CamelContext context) {
        return new BackendHealths(context);
    }

    @Bean
    ApiDocuments apiDocuments(
            CamelContext context, GatewayHttpEngine engine, GatewaySettings settings, Clock clock, BackendTls tls) {
        ExposedRoutes routes = new ExposedRoutes(context, engine);
        return new ApiDocuments(routes, routes, settings, clock, tls);
    }

    @Bean
    DocumentLifecycle documentLifecycle(ApiDocuments documents) {
        return new DocumentLifecycle(documents);
    }

    @Bean
    PageAccess pageAccess(GatewaySettings settings) {
        return new PageAccess(settings.publicPaths());
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
    WebSockets webSockets(GatewaySettings settings) {
        return new WebSockets(settings.clients().webSockets());
    }

    @Bean
    WebSocketDrain webSocketDrain(WebSockets webSockets) {
        return new WebSocketDrain(webSockets);
    }

    @Bean
    FilterChain filterChain(GatewayChain chain) {
        return chain.chain();
    }

    /** Refuses beans with routes: Camel would add their routes without the checks of route files, and the gateway does not serve them. */
    private static void refuse(ObjectProvider<RoutesBuilder> builders) {
        List<String> names = builders.stream()
                .map(builder -> builder.getClass().getName())
                .sorted()
                .toList();
        if (!names.isEmpty()) {
            throw new SettingsException(
                    List.of(
                            "a Spring bean with routes would not be served: "
                                    + String.join(", ", names)
                                    + " (expected: the class in extensions/src/main/java, without @Component; see docs/extensions.md)"));
        }
    }

    @Bean
    GatewayLifecycle gatewayLifecycle(
            CamelContext context,
            GatewaySettings settings,
            Services services,
            HealthReport report,
            BackendHealths backends,
            MeterRegistry metrics,
            RouteFolder folder,
            ApiDocuments documents,
            ObjectProvider<RoutesBuilder> builders,
            @Value("${gateway.routes.poll-interval}") Duration poll) {
        refuse(builders);
        context.getCamelContextExtension().addLogListener(new RouteLog());
        GatewaySettings.Bodies bodies = settings.bodies();
        KeptBodies.use(
                new KeptBodies.Limits(new BodySpool(bodies.spoolDirectory(), bodies.spoolMax()), bodies.answerMax()));
        context.setStreamCachingStrategy(new KeptStreams());
        context.getCamelContextExtension().setProcessorExchangeFactory(new PartExchanges());
        context.getCamelContextExtension().addInterceptStrategy(new ErrorsInParts());
        context.getCamelContextExtension().addInterceptStrategy(new LateSteps());
        context.addRoutePolicyFactory(new CamelRouteMetrics(metrics));
        return new GatewayLifecycle(
                context,
                new BackendTemplate(services, settings),
                GatewayParts.ownRoutes(settings, report, backends, documents),
                folder,
                settings.routes().reload() ? poll : Duration.ZERO);
    }

    @Bean
    RouteListing routeListing(CamelContext context, RouteFolder folder, GatewaySettings settings) {
        return new RouteListing(context, folder, settings);
    }

    @Bean
    RoutesEndpoint routesEndpoint(RouteListing listing, RouteFolder folder) {
        return new RoutesEndpoint(listing, folder);
    }

    @Bean
    ShutdownDelay shutdownDelay(Readiness readiness, Draining draining, GatewaySettings settings) {
        return new ShutdownDelay(readiness, draining, settings.shutdownDelay());
    }
}
