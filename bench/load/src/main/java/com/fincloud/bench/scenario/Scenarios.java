package com.fincloud.bench.scenario;

import com.fincloud.bench.gateway.Side;
import com.fincloud.bench.gateway.Site;
import com.fincloud.bench.load.Load;
import com.fincloud.bench.load.Requests;
import com.fincloud.bench.load.Tokens;
import com.fincloud.bench.report.Goal;
import com.fincloud.bench.report.Row;
import java.security.GeneralSecurityException;
import java.util.List;

/** All that is measured, in its order: what makes a process grow comes after what asks how big it is. */
public final class Scenarios {

    private static final int USERS = 2_000;
    private static final int MORE_TOKENS_THAN_ARE_REMEMBERED = 30_000;
    private static final int CONNECTIONS = 64;
    private static final int MANY_CONNECTIONS = 1_000;
    private static final int POST_BYTES = 10 * 1024;

    private final Site site;
    private final Load load;
    private final Pace pace;
    private final WarmUp warmUp;
    private final Tokens tokens;
    private final List<String> ofUsers;

    /** Scenarios for the gateways at a site. */
    public Scenarios(Site site, Load load, Pace pace) throws GeneralSecurityException {
        this.site = site;
        this.load = load;
        this.pace = pace;
        this.tokens = new Tokens(site.secret());
        this.ofUsers = tokens.distinct(USERS, USERS);
        this.warmUp = new WarmUp(Requests.get("/x", ofUsers), load, pace);
    }

    /** All of them. */
    public List<Scenario> all() {
        return List.of(
                new StartUp(ofUsers),
                get(),
                uncached(),
                new Steadiness(ofUsers, site, pace, warmUp),
                post(),
                download(),
                slow(),
                new Ramp(ofUsers, site, load, pace, warmUp),
                delivered());
    }

    private Scenario get() {
        return throughput(
                "get",
                Requests.get("/x", ofUsers),
                CONNECTIONS,
                new Row("1 KiB GET, 64 connections: requests/s", "rate", Goal.timesThePeer(2)),
                new Row("1 KiB GET: CPU a request, µs", "cpu", Goal.partOfThePeer(0.5)),
                new Row("CPU a request in Redis, µs", "redis", Goal.none()),
                new Row("1 KiB GET: resident memory, MB", "resident", Goal.atMost(260)));
    }

    private Scenario uncached() {
        return throughput(
                "uncached",
                Requests.get("/x", tokens.distinct(MORE_TOKENS_THAN_ARE_REMEMBERED, USERS)),
                CONNECTIONS,
                new Row("the same, each token verified anew: requests/s", "rate", Goal.none()),
                new Row("CPU a request, µs", "cpu", Goal.none()));
    }

    private Scenario post() {
        return throughput(
                "post",
                Requests.post("/echo", POST_BYTES, ofUsers),
                CONNECTIONS,
                new Row("10 KiB POST echoed, 64 connections: requests/s", "rate", Goal.timesThePeer(2)),
                new Row("CPU a request, µs", "cpu", Goal.none()));
    }

    private Scenario download() {
        return new Download(
                "download",
                Side::running,
                ofUsers,
                site,
                warmUp,
                new Row("100 MiB downloads, 4 at a time: MiB/s", "rate", Goal.timesThePeer(1.8)),
                new Row("CPU seconds a GiB", "cpu", Goal.none()),
                new Row("100 MiB downloads: memory growth, MB", "growth", Goal.atMost(32)));
    }

    private Scenario delivered() {
        return new Download(
                "delivered",
                Side::runningPlain,
                ofUsers,
                site,
                warmUp,
                new Row("100 MiB downloads, both as delivered: MiB/s", "rate", Goal.timesThePeer(1.8)),
                new Row("CPU seconds a GiB", "cpu", Goal.none()));
    }

    private Scenario slow() {
        return throughput(
                "slow",
                Requests.get("/slow", ofUsers),
                MANY_CONNECTIONS,
                new Row("backend that takes 200 ms, 1,000 connections: requests/s", "rate", Goal.atLeast(4_000)),
                new Row("CPU a request, µs", "cpu", Goal.none()),
                new Row("backend that takes 200 ms: resident memory, MB", "resident", Goal.atMost(350)));
    }

    private Scenario throughput(String name, Requests requests, int connections, Row... rows) {
        return new Throughput(name, requests, connections, site, load, pace, warmUp, List.of(rows));
    }
}
