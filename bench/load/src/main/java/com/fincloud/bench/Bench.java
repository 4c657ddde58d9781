package com.fincloud.bench;

import com.fincloud.bench.box.BackendServer;
import com.fincloud.bench.box.RedisServer;
import com.fincloud.bench.gateway.Contenders;
import com.fincloud.bench.gateway.Side;
import com.fincloud.bench.gateway.Site;
import com.fincloud.bench.load.Load;
import com.fincloud.bench.load.Tokens;
import com.fincloud.bench.report.Summary;
import com.fincloud.bench.scale.Scale;
import com.fincloud.bench.scenario.Checks;
import com.fincloud.bench.scenario.Pace;
import com.fincloud.bench.scenario.Scenario;
import com.fincloud.bench.scenario.Scenarios;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;

/** Runs the comparison, in the project's directory: {@code bench/run} prepares and calls it. */
public final class Bench {

    private static final String SECRET = "bench-secret-of-at-least-thirty-two-bytes";
    private static final Pace QUICK = new Pace(Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ofSeconds(40));
    private static final Pace FULL = new Pace(Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofMinutes(2));

    private Bench() {}

    /** See {@code bench/README.md}; the one argument before the options is the Redis server's executable. */
    public static void main(String[] args) throws IOException, InterruptedException, GeneralSecurityException {
        Options options = Options.of(args);
        Path project = Path.of("").toAbsolutePath();
        Path work = Files.createDirectories(project.resolve("bench/target"));
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Load load = Load.best(work);
        try (RedisServer redis = new RedisServer(options.redis(), work);
                BackendServer backend = new BackendServer(java, work)) {
            Site site = new Site(redis, backend, SECRET);
            Contenders contenders = new Contenders(project, java, site, load, work);
            if (options.only().contains(Scale.NAME)) {
                scale(options, contenders, load, work, Versions.of(project, site, load));
                return;
            }
            try (Side ours = contenders.ours();
                    Side peer = contenders.peer()) {
                Run run = new Run(ours, peer, options.rounds(), System.out);
                Checks checks = new Checks(site);
                for (Scenario scenario : new Scenarios(site, load, options.quick() ? QUICK : FULL).all()) {
                    if (options.includes(scenario.name())) {
                        run.measure(scenario);
                    }
                }
                checks.tokens(ours);
                checks.tokens(peer);
                checks.breaker(ours, peer);
                String results = run.results(Versions.of(project, site, load));
                System.out.println("\n" + results);
                if (options.write()) {
                    new Readme(project.resolve("bench/README.md")).write(results);
                    new Readme(project.resolve("README.md")).write(Summary.of(results));
                }
            }
        }
    }

    private static void scale(Options options, Contenders contenders, Load load, Path work, String versions)
            throws IOException, InterruptedException, GeneralSecurityException {
        Path project = Path.of("").toAbsolutePath();
        Duration slice = (options.quick() ? QUICK : FULL).round();
        try (Side ours = contenders.ours()) {
            String results =
                    new Scale(ours, load, new Tokens(SECRET), slice, System.out).run(options.redis(), project, work)
                            + "\n" + versions + ".\n";
            if (options.write()) {
                new Readme(project.resolve("docs/scaling.md")).write(results);
            }
        }
    }
}
