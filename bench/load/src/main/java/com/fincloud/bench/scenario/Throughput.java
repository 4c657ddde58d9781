package com.fincloud.bench.scenario;

import com.fincloud.bench.box.ProcessFigures;
import com.fincloud.bench.box.ResidentWatch;
import com.fincloud.bench.gateway.Gateway;
import com.fincloud.bench.gateway.Side;
import com.fincloud.bench.gateway.Site;
import com.fincloud.bench.load.Load;
import com.fincloud.bench.load.LoadResult;
import com.fincloud.bench.load.Requests;
import com.fincloud.bench.report.Row;
import com.fincloud.bench.report.Samples;
import java.io.IOException;
import java.util.List;

/** How many requests a second a gateway answers, and what each costs. Figures: rate, cpu, redis, resident. */
final class Throughput implements Scenario {

    private final String name;
    private final Requests requests;
    private final int connections;
    private final Site site;
    private final Load load;
    private final Pace pace;
    private final WarmUp warmUp;
    private final List<Row> rows;

    /** So many connections, each with one of {@code requests} under way at all times. */
    Throughput(
            String name,
            Requests requests,
            int connections,
            Site site,
            Load load,
            Pace pace,
            WarmUp warmUp,
            List<Row> rows) {
        this.name = name;
        this.requests = requests;
        this.connections = connections;
        this.site = site;
        this.load = load;
        this.pace = pace;
        this.warmUp = warmUp;
        this.rows = rows;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<Row> rows() {
        return rows;
    }

    @Override
    public void warmUp(Side side) throws IOException, InterruptedException {
        Gateway gateway = side.running();
        warmUp.of(gateway);
        pace.untilSteady(() -> {
            gateway.emptyLog();
            return load.run(gateway.port(), requests, connections, pace.slice()).rate();
        });
    }

    @Override
    public void round(Side side, Samples samples) throws IOException, InterruptedException {
        Gateway gateway = side.running();
        ProcessFigures figures = gateway.figures();
        ProcessFigures redis = site.redis().figures();
        double cpu = figures.cpuSeconds();
        double redisCpu = redis.cpuSeconds();
        Evidence evidence = new Evidence(gateway, site);
        try (ResidentWatch memory = new ResidentWatch(figures)) {
            LoadResult result = load.run(gateway.port(), requests, connections, pace.round());
            samples.add("rate", result.rate());
            samples.add("cpu", (figures.cpuSeconds() - cpu) * 1e6 / result.requests());
            samples.add("redis", (redis.cpuSeconds() - redisCpu) * 1e6 / result.requests());
            samples.add("resident", memory.mostMegabytes());
            evidence.require(result.requests(), result.errors(), connections);
        }
    }
}
