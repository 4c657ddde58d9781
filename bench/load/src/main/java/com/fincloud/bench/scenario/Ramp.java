package com.fincloud.bench.scenario;

import com.fincloud.bench.gateway.Gateway;
import com.fincloud.bench.gateway.Side;
import com.fincloud.bench.gateway.Site;
import com.fincloud.bench.load.FirstAnswer;
import com.fincloud.bench.load.Load;
import com.fincloud.bench.load.LoadResult;
import com.fincloud.bench.load.Requests;
import com.fincloud.bench.report.Goal;
import com.fincloud.bench.report.Row;
import com.fincloud.bench.report.Samples;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** How much of its warm throughput a gateway has 10 to 12 s after its start, under full load since its first answer. */
final class Ramp implements Scenario {

    private static final int CONNECTIONS = 64;
    private static final Duration FROM = Duration.ofSeconds(10);
    private static final Duration TO = Duration.ofSeconds(12);

    private final Requests requests;
    private final Site site;
    private final Load load;
    private final Pace pace;
    private final WarmUp warmUp;
    private final FirstAnswer firstAnswer;
    private final Map<Side, Double> warmRates = new HashMap<>();

    /** Requests of all the users in turn. */
    Ramp(List<String> tokens, Site site, Load load, Pace pace, WarmUp warmUp) {
        this.requests = Requests.get("/x", tokens);
        this.site = site;
        this.load = load;
        this.pace = pace;
        this.warmUp = warmUp;
        this.firstAnswer = new FirstAnswer(requests.bytes(0));
    }

    @Override
    public String name() {
        return "ramp";
    }

    @Override
    public void warmUp(Side side) throws IOException, InterruptedException {
        Gateway gateway = side.running();
        warmUp.of(gateway);
        warmRates.put(side, run(gateway, pace.round()).rate());
    }

    @Override
    public void round(Side side, Samples samples) throws IOException, InterruptedException {
        try (Gateway gateway = side.startImage()) {
            firstAnswer.seconds(gateway.port(), gateway.process());
            Duration toTheEnd =
                    TO.minusNanos(System.nanoTime() - gateway.process().startedNanos());
            FutureTask<LoadResult> running = new FutureTask<>(() -> run(gateway, toTheEnd.plusSeconds(1)));
            Thread thread = new Thread(running, "ramp");
            thread.start();
            double rate = rateFromTo(gateway);
            thread.join();
            samples.add("rate", rate);
            samples.add("part", 100 * rate / warmRates.getOrDefault(side, Double.NaN));
            samples.add("errors", (double) running.get().errors());
        } catch (ExecutionException e) {
            throw new IOException(e);
        }
    }

    /** The backend counts, for a load tells its figures only when it is over. */
    private double rateFromTo(Gateway gateway) throws IOException, InterruptedException {
        sleepUntil(gateway, FROM);
        long began = System.nanoTime();
        long served = site.backend().served();
        sleepUntil(gateway, TO);
        return (site.backend().served() - served) * 1e9 / (System.nanoTime() - began);
    }

    private static void sleepUntil(Gateway gateway, Duration age) throws InterruptedException {
        Duration left = age.minusNanos(System.nanoTime() - gateway.process().startedNanos());
        Thread.sleep(Math.max(0, left.toMillis()));
    }

    private LoadResult run(Gateway gateway, Duration time) throws IOException, InterruptedException {
        return load.run(gateway.port(), requests, CONNECTIONS, time);
    }

    @Override
    public List<Row> rows() {
        return List.of(
                new Row("10 s after the start: requests/s", "rate", Goal.none()),
                new Row("10 s after the start: % of the warm throughput", "part", Goal.atLeast(60)),
                new Row("answers that failed till then", "errors", Goal.none()));
    }
}
