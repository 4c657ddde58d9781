package com.fincloud.gateway;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Timer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.NullMarked;
import org.springframework.boot.SpringBootExceptionReporter;

/** How the packages depend on each other: from top to bottom only, without cycles, and with one owner for each library. */
@AnalyzeClasses(
        packages = "com.fincloud.gateway",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.WrittenByHand.class})
class ArchitectureTest {

    /** Leaves out what the build generates. */
    static final class WrittenByHand implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("__");
        }
    }

    private static final String ROOT = "com.fincloud.gateway";
    private static final String GATEWAY = ROOT + "..";

    /** The packages from top to bottom: each may use those that stand behind it, and no other. */
    private static final List<String> TOP_DOWN = List.of(
            "",
            "cli",
            "app",
            "console",
            "metrics",
            "metrics.reading",
            "metrics.request",
            "health",
            "tracing",
            "failure",
            "routefile",
            "routefile.live",
            "routefile.trial",
            "routefile.step",
            "routefile.check",
            "routefile.bean",
            "routefile.syntax",
            "filter",
            "ingress",
            "openapi",
            "openapi.merge",
            "openapi.sanitize",
            "upstream",
            "upstream.plain",
            "upstream.circuit",
            "upstream.instance",
            "upstream.client",
            "upstream.client.http1",
            "upstream.client.http2",
            "upstream.client.request",
            "upstream.client.http2.field",
            "upstream.client.http2.frame",
            "upstream.client.limit",
            "upstream.client.connect",
            "upstream.client.reuse",
            "routing.uri",
            "routing.step",
            "routing",
            "routing.response",
            "routing.body",
            "server",
            "server.management",
            "server.folder",
            "server.http2",
            "server.wire",
            "server.connection",
            "http",
            "http.part",
            "websocket",
            "http.body",
            "http.header",
            "http.path",
            "http.trace",
            "logging",
            "ratelimit.plan",
            "ratelimit",
            "ratelimit.redis",
            "ratelimit.window",
            "revocation",
            "auth",
            "auth.apikey",
            "auth.issuer",
            "auth.jwks",
            "auth.token",
            "fetch",
            "redis",
            "tls",
            "configfile",
            "extension",
            "background",
            "lifecycle",
            "launch",
            "error",
            "settings",
            "settings.value",
            "settings.env");

    @ArchTest
    static final ArchRule packagesFormNoCircle =
            slices().matching("com.fincloud.gateway.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule dependenciesGoDown = classes().should(useOnlyPackagesBelowTheirOwn());

    private static ArchCondition<JavaClass> useOnlyPackagesBelowTheirOwn() {
        return new ArchCondition<>("use only packages that stand below their own in the list") {
            @Override
            public void check(JavaClass user, ConditionEvents events) {
                int own = place(user);
                for (Dependency dependency : user.getDirectDependenciesFromSelf()) {
                    JavaClass used = dependency.getTargetClass().getBaseComponentType();
                    if (used.getPackageName().startsWith(ROOT) && place(used) < own) {
                        events.add(SimpleConditionEvent.violated(user, dependency.getDescription()));
                    }
                }
            }
        };
    }

    private static int place(JavaClass of) {
        String name = of.getPackageName();
        int place = TOP_DOWN.indexOf(name.equals(ROOT) ? "" : name.substring(ROOT.length() + 1));
        assertThat(place).as("place of package " + name + " in the list").isNotNegative();
        return place;
    }

    @ArchTest
    static final ArchRule failuresUseNobody = usesOnly("error");

    @ArchTest
    static final ArchRule settingsUseNobody = usesOnly("settings");

    @ArchTest
    static final ArchRule logLinesUseNobody = usesOnly("logging");

    @ArchTest
    static final ArchRule authKnowsNoHttpServerAndNoCamel = noClasses()
            .that()
            .resideInAPackage("com.fincloud.gateway.auth..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.camel..", "org.apache.coyote..", "com.fincloud.gateway.http..");

    @ArchTest
    static final ArchRule onlyTheServerKnowsTomcat = noClasses()
            .that()
            .resideOutsideOfPackage("com.fincloud.gateway.server..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.coyote..", "org.apache.tomcat..", "org.apache.catalina..");

    @ArchTest
    static final ArchRule onlyTheLimiterKnowsTheRedisClient = noClasses()
            .that()
            .resideOutsideOfPackages("com.fincloud.gateway.ratelimit..", "com.fincloud.gateway.redis..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.lettuce..");

    @ArchTest
    static final ArchRule theRedisClientUsesNobody = usesOnly("redis");

    @ArchTest
    static final ArchRule fetchingUsesNobody = usesOnly("fetch");

    @ArchTest
    static final ArchRule onlyAuthReadsTokens = noClasses()
            .that()
            .resideOutsideOfPackage("com.fincloud.gateway.auth..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.jsonwebtoken..");

    @ArchTest
    static final ArchRule backgroundTasksUseNobody = usesOnly("background");

    @ArchTest
    static final ArchRule phasesUseNobody = usesOnly("lifecycle");

    /** A thread of its own would end with its first exception. The log's writer is below the scheduler, and guards itself. */
    @ArchTest
    static final ArchRule onlyTheSchedulerMakesThreads = noClasses()
            .that()
            .resideOutsideOfPackages("com.fincloud.gateway.background..", "com.fincloud.gateway.logging..")
            .should()
            .callCodeUnitWhere(startsWork());

    private static DescribedPredicate<JavaCall<?>> startsWork() {
        return DescribedPredicate.describe("makes a thread, a timer or an executor", call -> {
            JavaClass owner = call.getTargetOwner();
            String name = call.getName();
            boolean made = name.equals("<init>")
                    && (owner.isAssignableTo(Thread.class)
                            || owner.isAssignableTo(Timer.class)
                            || owner.isAssignableTo(ExecutorService.class));
            return made
                    || owner.isEquivalentTo(Executors.class)
                    || (owner.isAssignableTo(ScheduledExecutorService.class) && name.startsWith("schedule"))
                    || (owner.isEquivalentTo(CompletableFuture.class) && name.endsWith("Async"))
                    || (owner.isEquivalentTo(Thread.class) && (name.startsWith("start") || name.startsWith("of")));
        });
    }

    @ArchTest
    static final ArchRule nobodyPrints = noClasses()
            .that()
            .areNotAssignableTo(SpringBootExceptionReporter.class)
            .and()
            .areNotAssignableTo(GatewayApplication.class) // it gives a command its streams
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    private static ArchRule usesOnly(String leaf) {
        return noClasses()
                .that()
                .resideInAPackage("com.fincloud.gateway." + leaf + "..")
                .should()
                .dependOnClassesThat(
                        resideInAPackage(GATEWAY).and(not(resideInAPackage("com.fincloud.gateway." + leaf + ".."))));
    }

    @ArchTest
    static final ArchRule everyPackageIsNullMarked =
            classes().that().haveSimpleName("package-info").should().beAnnotatedWith(NullMarked.class);
}
