package com.fincloud.bench.scale;

import com.fincloud.bench.box.ProcessFigures;
import com.fincloud.bench.box.RedisClient;
import com.fincloud.bench.box.RedisCluster;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the masters of a cluster have done so far, all together but for {@code calls}.
 *
 * @param calls the limiter's scripts that each master has run
 * @param scriptMicros time within scripts, as Redis counts it
 * @param cpuSeconds CPU time of the processes
 * @param bytes that came in and went out
 * @param clients connections that stand now, but for the one that asks
 */
record ClusterCounters(List<Long> calls, double scriptMicros, double cpuSeconds, long bytes, long clients) {

    static ClusterCounters of(RedisCluster cluster) throws IOException {
        List<Long> calls = new ArrayList<>();
        double micros = 0;
        double cpu = 0;
        long bytes = 0;
        long clients = 0;
        for (int port : cluster.ports()) {
            try (RedisClient client = new RedisClient(port)) {
                Map<String, String> commands = client.info("commandstats");
                calls.add(field(commands, "cmdstat_evalsha", "calls="));
                micros += field(commands, "cmdstat_evalsha", "usec=");
                Map<String, String> stats = client.info("stats");
                bytes += Long.parseLong(stats.getOrDefault("total_net_input_bytes", "0"))
                        + Long.parseLong(stats.getOrDefault("total_net_output_bytes", "0"));
                clients += Long.parseLong(client.info("clients").getOrDefault("connected_clients", "1")) - 1;
            }
        }
        for (ProcessFigures node : cluster.figures()) {
            cpu += node.cpuSeconds();
        }
        return new ClusterCounters(List.copyOf(calls), micros, cpu, bytes, clients);
    }

    /** One of the numbers of {@code calls=1,usec=2,…}, 0 where there are none. */
    static long field(Map<String, String> commands, String command, String name) {
        for (String field : commands.getOrDefault(command, "").split(",", -1)) {
            if (field.startsWith(name)) {
                return Long.parseLong(field.substring(name.length()));
            }
        }
        return 0;
    }

    /** What has been done since then. */
    ClusterCounters since(ClusterCounters before) {
        List<Long> more = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            more.add(calls.get(i) - before.calls.get(i));
        }
        return new ClusterCounters(
                List.copyOf(more),
                scriptMicros - before.scriptMicros,
                cpuSeconds - before.cpuSeconds,
                bytes - before.bytes,
                clients);
    }

    long allCalls() {
        return calls.stream().mapToLong(Long::longValue).sum();
    }
}
