package com.fincloud.gateway;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Timer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.NullMarked;
import org.springframework.boot.SpringBootExceptionReporter;

/** How the packages hang together: the way uses all, nobody uses the way, failures and settings use nobody, and nothing goes in a circle. */
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

    private static final String GATEWAY = "com.fincloud.gateway..";

    @ArchTest
    static final ArchRule packagesFormNoCircle =
            slices().matching("com.fincloud.gateway.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule nobodyUsesTheWay = noClasses()
            .that()
            .resideOutsideOfPackage("com.fincloud.gateway.way..")
            .and()
            .areNotAssignableTo(GatewayApplication.class) // it hands commands over
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.fincloud.gateway.way..");

    @ArchTest
    static final ArchRule failuresUseNobody = usesOnly("error");

    @ArchTest
    static final ArchRule settingsUseNobody = usesOnly("settings");

    @ArchTest
    static final ArchRule logLinesUseNobody = usesOnly("logging");

    @ArchTest
    static final ArchRule identityKnowsNoHttpServerAndNoCamel = noClasses()
            .that()
            .resideInAPackage("com.fincloud.gateway.identity..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.camel..", "org.apache.coyote..", "com.fincloud.gateway.edge..");

    @ArchTest
    static final ArchRule onlyTheEdgeKnowsTheHttpServer = noClasses()
            .that()
            .resideOutsideOfPackage("com.fincloud.gateway.edge..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.coyote..", "org.apache.tomcat..", "org.apache.catalina..");

    @ArchTest
    static final ArchRule onlyTheLimiterKnowsTheRedisClient = noClasses()
            .that()
            .resideOutsideOfPackages("com.fincloud.gateway.limit..", "com.fincloud.gateway.redis..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.lettuce..");

    @ArchTest
    static final ArchRule theRedisClientUsesNobody = usesOnly("redis");

    @ArchTest
    static final ArchRule fetchingUsesNobody = usesOnly("fetch");

    @ArchTest
    static final ArchRule onlyIdentityReadsTokens = noClasses()
            .that()
            .resideOutsideOfPackage("com.fincloud.gateway.identity..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.jsonwebtoken..");

    @ArchTest
    static final ArchRule backgroundTasksUseNobody = usesOnly("background");

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
