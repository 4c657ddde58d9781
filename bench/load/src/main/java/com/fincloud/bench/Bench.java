package com.fincloud.bench;

import com.fincloud.bench.box.BackendServer;
import com.fincloud.bench.box.Ports;
import com.fincloud.bench.box.RedisServer;
import com.fincloud.bench.gateway.Contender;
import com.fincloud.bench.gateway.Gateway;
import com.fincloud.bench.gateway.Site;
import com.fincloud.bench.load.Load;
import com.fincloud.bench.load.Requests;
import com.fincloud.bench.load.Tokens;
import com.fincloud.bench.report.Goal;
import com.fincloud.bench.report.Row;
import com.fincloud.bench.report.Samples;
import com.fincloud.bench.report.Table;
import com.fincloud.bench.scenario.Pace;
import com.fincloud.bench.scenario.Scenario;
import com.fincloud.bench.scenario.Throughput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;

/** Runs the comparison. */
public final class Bench {

    private static final String SECRET = "bench-secret-of-at-least-thirty-two-bytes";
    private static final int USERS = 2_000;

    private Bench() {}

    /** See {@code bench/README.md}. */
    public static void main(String[] args) throws IOException, InterruptedException, GeneralSecurityException {
        Options options = Options.of(args);
        Path project = Path.of("").toAbsolutePath();
        Path work = Files.createDirectories(project.resolve("bench/target"));
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Load load = Load.best(work);
        Pace pace = options.quick()
                ? new Pace(Duration.ofSeconds(5), Duration.ofSeconds(25))
                : new Pace(Duration.ofSeconds(10), Duration.ofSeconds(90));
        List<String> tokens = new Tokens(SECRET).distinct(USERS, USERS);
        Contender ours = new Contender(
                "ours", List.of(java.toString(), "-Xmx256m", "-jar", "target/api-gateway.jar"), project, 4);
        Contender theirs = new Contender(
                "peer", List.of(java.toString(), "-Xmx256m", "-jar", "bench/peer/target/peer.jar"), project, 5);
        Table table = new Table();
        try (RedisServer redis = new RedisServer("redis-server", work);
                BackendServer backend = new BackendServer(java, work)) {
            Site site = new Site(redis, backend, SECRET);
            try (Gateway our = ours.start(site, work);
                    Gateway their = theirs.start(site, work)) {
                Ports.awaitListening(our.port(), our.process());
                Ports.awaitListening(their.port(), their.process());
                Scenario get = new Throughput(
                        "get",
                        Requests.get("/x", tokens),
                        64,
                        site,
                        load,
                        pace,
                        List.of(
                                new Row("requests/s", "rate", Goal.timesThePeer(2)),
                                new Row("cpu", "cpu", Goal.partOfThePeer(0.5)),
                                new Row("redis", "redis", Goal.none()),
                                new Row("rss", "resident", Goal.atMost(260))));
                Samples a = new Samples();
                Samples b = new Samples();
                get.warmUp(our);
                get.warmUp(their);
                for (int i = 0; i < options.rounds(); i++) {
                    get.round(our, a);
                    get.round(their, b);
                }
                get.rows().forEach(row -> table.add(row, a, b));
                System.out.println(table);
            }
        }
    }
}
