package com.fincloud.bench.scenario;

import com.fincloud.bench.box.ProcessFigures;
import com.fincloud.bench.gateway.Gateway;
import com.fincloud.bench.gateway.Site;
import com.fincloud.bench.load.Load;
import com.fincloud.bench.load.LoadResult;
import com.fincloud.bench.load.Requests;
import com.fincloud.bench.report.Row;
import com.fincloud.bench.report.Samples;
import java.io.IOException;
import java.util.List;

/** How many requests a second a gateway answers, and what each costs. Figures: rate, cpu, redis, resident. */
public final class Throughput implements Scenario {

    private final String name;
    private final Requests requests;
    private final int connections;
    private final Site site;
    private final Load load;
    private final Pace pace;
    private final List<Row> rows;

    /** So many connections, each with one of {@code requests} under way at all times. */
    public Throughput(
            String name, Requests requests, int connections, Site site, Load load, Pace pace, List<Row> rows) {
        this.name = name;
        this.requests = requests;
        this.connections = connections;
        this.site = site;
        this.load = load;
        this.pace = pace;
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
    public void warmUp(Gateway gateway) throws IOException, InterruptedException {
        pace.untilSteady(() -> {
            gateway.emptyLog();
            return load.run(gateway.port(), requests, connections, pace.slice()).rate();
        });
    }

    @Override
    public void round(Gateway gateway, Samples samples) throws IOException, InterruptedException {
        ProcessFigures figures = gateway.figures();
        ProcessFigures redis = site.redis().figures();
        double cpu = figures.cpuSeconds();
        double redisCpu = redis.cpuSeconds();
        Evidence evidence = new Evidence(gateway, site);
        LoadResult result = load.run(gateway.port(), requests, connections, pace.round());
        samples.add("rate", result.rate());
        samples.add("cpu", (figures.cpuSeconds() - cpu) * 1e6 / result.requests());
        samples.add("redis", (redis.cpuSeconds() - redisCpu) * 1e6 / result.requests());
        samples.add("resident", figures.residentMegabytes());
        evidence.require(result.requests(), result.errors(), connections);
    }
}
