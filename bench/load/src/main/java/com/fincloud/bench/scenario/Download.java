package com.fincloud.bench.scenario;

import com.fincloud.bench.box.ResidentWatch;
import com.fincloud.bench.gateway.Gateway;
import com.fincloud.bench.gateway.Side;
import com.fincloud.bench.gateway.Site;
import com.fincloud.bench.load.Downloads;
import com.fincloud.bench.load.LoadResult;
import com.fincloud.bench.load.Requests;
import com.fincloud.bench.report.Goal;
import com.fincloud.bench.report.Row;
import com.fincloud.bench.report.Samples;
import java.io.IOException;
import java.util.List;

/** How fast big answers pass, and whether the gateway keeps them in memory. */
final class Download implements Scenario {

    private static final int CLIENTS = 4;
    private static final int EACH = 6;
    private static final long BYTES = 100L * 1024 * 1024;
    private static final double MEGABYTE = 1024 * 1024;

    private final Requests requests;
    private final Site site;
    private final WarmUp warmUp;

    /** Four at a time, as four of the users. */
    Download(List<String> tokens, Site site, WarmUp warmUp) {
        this.requests = Requests.get("/big", tokens);
        this.site = site;
        this.warmUp = warmUp;
    }

    @Override
    public String name() {
        return "download";
    }

    @Override
    public void warmUp(Side side) throws IOException, InterruptedException {
        warmUp.of(side.running());
        download(side.running(), 2);
    }

    @Override
    public void round(Side side, Samples samples) throws IOException, InterruptedException {
        Gateway gateway = side.running();
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
        return List.of(
                new Row("100 MiB downloads, 4 at a time: MiB/s", "rate", Goal.timesThePeer(1.8)),
                new Row("CPU seconds a GiB", "cpu", Goal.none()),
                new Row("memory growth meanwhile, MB", "growth", Goal.atMost(32)));
    }
}
