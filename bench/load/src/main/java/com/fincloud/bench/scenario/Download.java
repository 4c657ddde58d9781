package com.fincloud.bench.scenario;

import com.fincloud.bench.box.ResidentWatch;
import com.fincloud.bench.gateway.Gateway;
import com.fincloud.bench.gateway.Side;
import com.fincloud.bench.gateway.Site;
import com.fincloud.bench.load.Downloads;
import com.fincloud.bench.load.LoadResult;
import com.fincloud.bench.load.Requests;
import com.fincloud.bench.report.Row;
import com.fincloud.bench.report.Samples;
import java.io.IOException;
import java.util.List;

/** How fast big answers pass, and whether the gateway keeps them in memory. Figures: rate, cpu, growth. */
final class Download implements Scenario {

    /** The process that is asked. */
    interface Choice {
        Gateway of(Side side) throws IOException, InterruptedException;
    }

    private static final int CLIENTS = 4;
    private static final int EACH = 24;
    private static final long BYTES = 100L * 1024 * 1024;
    private static final double MEGABYTE = 1024 * 1024;

    private final String name;
    private final Choice choice;
    private final Requests requests;
    private final Site site;
    private final WarmUp warmUp;
    private final List<Row> rows;

    /** Four at a time, as four of the users, from the process that is chosen. */
    Download(String name, Choice choice, List<String> tokens, Site site, WarmUp warmUp, Row... rows) {
        this.name = name;
        this.choice = choice;
        this.requests = Requests.get("/big", tokens);
        this.site = site;
        this.warmUp = warmUp;
        this.rows = List.of(rows);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void warmUp(Side side) throws IOException, InterruptedException {
        warmUp.of(choice.of(side));
        download(choice.of(side), 2);
    }

    @Override
    public void round(Side side, Samples samples) throws IOException, InterruptedException {
        Gateway gateway = choice.of(side);
        Evidence evidence = new Evidence(gateway, site);
        try (ResidentWatch memory = new ResidentWatch(gateway.figures())) {
            double cpu = gateway.figures().cpuSeconds();
            LoadResult result = download(gateway, EACH);
            double gigabytes = result.bytes() / MEGABYTE / 1024;
            samples.add("rate", result.bytes() / MEGABYTE * 1e9 / result.time().toNanos());
            samples.add("cpu", (gateway.figures().cpuSeconds() - cpu) / gigabytes);
            samples.add("growth", memory.growthMegabytes());
            evidence.require(result.requests(), result.errors(), 0);
        }
    }

    private LoadResult download(Gateway gateway, int each) throws InterruptedException {
        return new Downloads(CLIENTS, each, BYTES).run(gateway.port(), requests);
    }

    @Override
    public List<Row> rows() {
        return rows;
    }
}
