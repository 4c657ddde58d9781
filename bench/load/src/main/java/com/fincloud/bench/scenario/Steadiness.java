package com.fincloud.bench.scenario;

import com.fincloud.bench.gateway.Gateway;
import com.fincloud.bench.gateway.Side;
import com.fincloud.bench.gateway.Site;
import com.fincloud.bench.load.FixedRate;
import com.fincloud.bench.load.Latencies;
import com.fincloud.bench.load.Requests;
import com.fincloud.bench.report.Goal;
import com.fincloud.bench.report.Row;
import com.fincloud.bench.report.Samples;
import java.io.IOException;
import java.util.List;

/** How long answers take at a rate that both gateways bear. */
final class Steadiness implements Scenario {

    private static final int RATE = 1_000;
    private static final int CONNECTIONS = 64;

    private final Requests requests;
    private final Site site;
    private final Pace pace;
    private final WarmUp warmUp;
    private final FixedRate load = new FixedRate(RATE, CONNECTIONS);

    /** Requests of all the users in turn. */
    Steadiness(List<String> tokens, Site site, Pace pace, WarmUp warmUp) {
        this.requests = Requests.get("/x", tokens);
        this.site = site;
        this.pace = pace;
        this.warmUp = warmUp;
    }

    @Override
    public String name() {
        return "fixed";
    }

    @Override
    public void warmUp(Side side) throws IOException, InterruptedException {
        warmUp.of(side.running());
        load.run(side.running().port(), requests, pace.slice());
    }

    @Override
    public void round(Side side, Samples samples) throws IOException, InterruptedException {
        Gateway gateway = side.running();
        Evidence evidence = new Evidence(gateway, site);
        Latencies latencies = load.run(gateway.port(), requests, pace.round());
        samples.add("p50", latencies.millis(50));
        samples.add("p99", latencies.millis(99));
        samples.add("p99.9", latencies.millis(99.9));
        evidence.require(latencies.count(), latencies.errors(), 0);
    }

    @Override
    public List<Row> rows() {
        return List.of(
                new Row("1,000 requests/s: p50, ms", "p50", Goal.none()),
                new Row("1,000 requests/s: p99, ms", "p99", Goal.partOfThePeer(0.7)),
                new Row("p99.9, ms", "p99.9", Goal.none()));
    }
}
