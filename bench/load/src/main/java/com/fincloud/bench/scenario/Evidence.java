package com.fincloud.bench.scenario;

import com.fincloud.bench.gateway.Gateway;
import com.fincloud.bench.gateway.Site;
import java.io.IOException;

/**
 * That a gateway did what it is measured by: each answer that was counted was good, reached the backend, cost a call of Redis, and
 * is in the access log.
 */
final class Evidence {

    private static final long SETTLED_MILLIS = 300;
    private static final long LOG_PATIENCE_NANOS = 5_000_000_000L;

    private final Gateway gateway;
    private final Site site;
    private final long scriptCalls;
    private final long served;

    /** Begins to watch, once what an earlier load has left behind is done. */
    Evidence(Gateway gateway, Site site) throws IOException, InterruptedException {
        this.gateway = gateway;
        this.site = site;
        long before = -1;
        while (before != site.redis().scriptCalls() + gateway.loggedLines()) { // the log is written behind
            before = site.redis().scriptCalls() + gateway.loggedLines();
            Thread.sleep(SETTLED_MILLIS);
        }
        gateway.emptyLog();
        scriptCalls = site.redis().scriptCalls();
        served = site.backend().served();
    }

    /**
     * Compares what happened with what a load has counted.
     *
     * @param unfinished how many more requests there may have been, of which the load never saw the answers
     * @throws IllegalStateException when they differ
     */
    void require(long requests, long errors, int unfinished) throws IOException, InterruptedException {
        gateway.process().requireAlive();
        if (errors > 0) {
            throw new IllegalStateException(errors + " of " + requests + " requests failed: see "
                    + gateway.process().log());
        }
        require("calls of Redis", site.redis().scriptCalls() - scriptCalls, requests, unfinished);
        require("requests at the backend", site.backend().served() - served, requests, unfinished);
        long end = System.nanoTime() + LOG_PATIENCE_NANOS;
        while (gateway.loggedLines() < requests && System.nanoTime() - end < 0) {
            Thread.sleep(100);
        }
        require("lines in the log", gateway.loggedLines(), requests, unfinished);
    }

    private static void require(String what, long actual, long requests, int unfinished) {
        if (actual < requests || actual > requests + unfinished) {
            throw new IllegalStateException(actual + " " + what + " for " + requests + " requests and at most "
                    + unfinished + " unfinished ones");
        }
    }
}
