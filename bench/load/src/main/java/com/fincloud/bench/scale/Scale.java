package com.fincloud.bench.scale;

import com.fincloud.bench.box.RedisClient;
import com.fincloud.bench.box.RedisCluster;
import com.fincloud.bench.gateway.Gateway;
import com.fincloud.bench.gateway.Side;
import com.fincloud.bench.load.FirstAnswer;
import com.fincloud.bench.load.Load;
import com.fincloud.bench.load.LoadResult;
import com.fincloud.bench.load.Requests;
import com.fincloud.bench.load.Tokens;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** One, two and three instances of our gateway on a cluster of three masters. */
public final class Scale {

    /** What {@code --only} calls it. */
    public static final String NAME = "scale";

    private static final int MASTERS = 3;
    private static final int MOST_INSTANCES = 3;
    private static final int CONNECTIONS = 64;
    private static final int PER_MINUTE = 600;
    private static final int PER_HOUR = 100_000;
    private static final int USERS = 3_000;
    private static final int GREEDY_USERS = 15;
    private static final int SLICES = 6;

    private final Side ours;
    private final Load load;
    private final List<String> tokens;
    private final Requests requests;
    private final Duration slice;
    private final PrintStream out;
    private final StringBuilder text = new StringBuilder();

    /**
     * The scenario.
     *
     * @param secret with which tokens are signed
     * @param slice one measurement, and each of the six slices in which an instance warms up
     */
    public Scale(Side ours, Load load, Tokens secret, Duration slice, PrintStream out) {
        this.ours = ours;
        this.load = load;
        int all = USERS + GREEDY_USERS * MOST_INSTANCES;
        this.tokens = secret.distinct(all, all);
        this.requests = Requests.get("/x", tokens.subList(0, USERS));
        this.slice = slice;
        this.out = out;
    }

    /**
     * Measures, and returns the tables in Markdown.
     *
     * @throws IllegalStateException when a limit was not exact
     */
    public String run(String redis, Path project, Path work) throws IOException, InterruptedException {
        line(
                "| instances | requests/s | gateway CPU a request, µs | Redis CPU a request, µs | of it in the script, µs "
                        + "| bytes to and from Redis | requests by master, % | connections of an instance to all masters | limit exact for |");
        line("|---|---|---|---|---|---|---|---|---|");
        List<Gateway> instances = new ArrayList<>();
        try (RedisCluster cluster = new RedisCluster(redis, MASTERS, work)) {
            for (int count = 1; count <= MOST_INSTANCES; count++) {
                instances.add(warm(cluster));
                line(row(cluster, instances));
            }
        } finally {
            instances.forEach(Gateway::close);
        }
        line("");
        line("| a minute / an hour | bytes of a user: 1 request | half the hour's | all of the hour's "
                + "| script, admitted, µs | script, refused, µs |");
        line("|---|---|---|---|---|---|");
        try (RedisCluster single = new RedisCluster(redis, 1, work);
                RedisClient client = new RedisClient(single.ports().get(0))) {
            WindowCost cost = new WindowCost(client, project);
            line(cost.row(60, 1_000));
            line(cost.row(300, 5_000));
            line(cost.row(600, 10_000));
        }
        return text.toString();
    }

    private void line(String line) {
        out.println(line);
        text.append(line).append('\n');
    }

    private String row(RedisCluster cluster, List<Gateway> instances) throws IOException, InterruptedException {
        int count = instances.size();
        load(instances);
        ClusterCounters before = ClusterCounters.of(cluster);
        double cpu = cpuSeconds(instances);
        LoadResult result = load(instances);
        cpu = cpuSeconds(instances) - cpu;
        if (result.errors() > 0) { // while an instance is cold, Redis's answer may come too late for it
            throw new IllegalStateException(result.errors() + " of " + result.requests() + " requests failed");
        }
        ClusterCounters did = ClusterCounters.of(cluster).since(before);
        List<String> greedy = tokens.subList(USERS + GREEDY_USERS * (count - 1), USERS + GREEDY_USERS * count);
        int asked = new ExactLimit(PER_MINUTE, greedy).require(instances);
        return text(count, result, cpu, did, asked);
    }

    /** A new instance, loaded by itself before it joins the others: on few cores three cold ones would take minutes. */
    private Gateway warm(RedisCluster cluster) throws IOException, InterruptedException {
        Gateway instance = start(cluster);
        for (int i = 0; i < SLICES; i++) {
            load(List.of(instance));
        }
        return instance;
    }

    private Gateway start(RedisCluster cluster) throws IOException, InterruptedException {
        Gateway instance = ours.startImage(Map.of(
                "REDIS_URL",
                cluster.url(),
                "RATE_LIMIT_PER_MINUTE",
                Integer.toString(PER_MINUTE),
                "RATE_LIMIT_PER_HOUR",
                Integer.toString(PER_HOUR),
                "RATE_LIMIT_ON_REDIS_FAILURE",
                "closed")); // so that no answer is ever decided without Redis
        new FirstAnswer(requests.bytes(0)).seconds(instance.port(), instance.process());
        return instance;
    }

    /** Loads all instances at once, the connections shared among them. */
    private LoadResult load(List<Gateway> instances) throws IOException, InterruptedException {
        List<FutureTask<LoadResult>> loads = new ArrayList<>();
        for (Gateway instance : instances) {
            instance.emptyLog();
            FutureTask<LoadResult> task =
                    new FutureTask<>(() -> load.run(instance.port(), requests, CONNECTIONS / instances.size(), slice));
            loads.add(task);
            new Thread(task, "load").start();
        }
        long sum = 0;
        long errors = 0;
        Duration longest = Duration.ZERO;
        for (FutureTask<LoadResult> task : loads) {
            LoadResult result = result(task);
            sum += result.requests();
            errors += result.errors();
            longest = longest.compareTo(result.time()) > 0 ? longest : result.time();
        }
        return new LoadResult(sum, longest, 0, errors);
    }

    private static LoadResult result(FutureTask<LoadResult> task) throws IOException, InterruptedException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    private static double cpuSeconds(List<Gateway> instances) throws IOException {
        double seconds = 0;
        for (Gateway instance : instances) {
            seconds += instance.figures().cpuSeconds();
        }
        return seconds;
    }

    private static String text(int count, LoadResult result, double cpu, ClusterCounters did, int asked) {
        long calls = did.allCalls();
        List<String> shares = did.calls().stream()
                .map(of -> String.format(Locale.ROOT, "%.0f", 100.0 * of / calls))
                .toList();
        return String.format(
                Locale.ROOT,
                "| %d | %,.0f | %.0f | %.1f | %.1f | %.0f | %s | %.0f | %d users, %,d requests |",
                count,
                result.rate(),
                cpu * 1e6 / result.requests(),
                did.cpuSeconds() * 1e6 / calls,
                did.scriptMicros() / calls,
                (double) did.bytes() / calls,
                String.join(", ", shares),
                (double) did.clients() / count,
                GREEDY_USERS,
                asked);
    }
}
