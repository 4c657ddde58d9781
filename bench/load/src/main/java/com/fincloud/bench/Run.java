package com.fincloud.bench;

import com.fincloud.bench.box.Noise;
import com.fincloud.bench.gateway.Side;
import com.fincloud.bench.report.Row;
import com.fincloud.bench.report.Samples;
import com.fincloud.bench.report.Table;
import com.fincloud.bench.scenario.Scenario;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;

/** The rounds of the scenarios: ours, the peer, ours, the peer. */
final class Run {

    /** Cores that others may take while something is measured; else it is measured again. */
    private static final double QUIET = 0.1;

    private static final int ATTEMPTS = 4;
    private static final long WAIT_MILLIS = 15_000;

    private final Side ours;
    private final Side peer;
    private final int rounds;
    private final PrintStream out;
    private final Table table = new Table();
    private double mostNoise;

    Run(Side ours, Side peer, int rounds, PrintStream out) {
        this.ours = ours;
        this.peer = peer;
        this.rounds = rounds;
        this.out = out;
    }

    void measure(Scenario scenario) throws IOException, InterruptedException {
        out.println("... " + scenario.name());
        scenario.warmUp(ours);
        scenario.warmUp(peer);
        Samples our = new Samples();
        Samples their = new Samples();
        for (int round = 0; round < rounds; round++) {
            our.addAll(quietly(scenario, ours));
            their.addAll(quietly(scenario, peer));
        }
        for (Row row : scenario.rows()) {
            out.println(table.add(row, our, their));
        }
    }

    private Samples quietly(Scenario scenario, Side side) throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            Noise noise = new Noise();
            Samples samples = new Samples();
            scenario.round(side, samples);
            double foreign = noise.foreignCores();
            if (foreign <= QUIET || attempt == ATTEMPTS) {
                mostNoise = Math.max(mostNoise, foreign);
                return samples;
            }
            out.printf(Locale.ROOT, "    others take %.1f cores: %s is measured again%n", foreign, scenario.name());
            Thread.sleep(WAIT_MILLIS);
        }
    }

    String results(String versions) {
        return String.format(
                Locale.ROOT,
                "%s%nMedian of %d rounds, least and greatest in brackets. %s. Others took %.2f cores at most meanwhile.%n",
                table,
                rounds,
                versions,
                mostNoise);
    }
}
