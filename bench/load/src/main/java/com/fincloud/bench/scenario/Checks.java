package com.fincloud.bench.scenario;

import com.fincloud.bench.gateway.Side;
import com.fincloud.bench.gateway.Site;
import com.fincloud.bench.load.ClientConnection;
import com.fincloud.bench.load.Requests;
import com.fincloud.bench.load.Tokens;
import java.io.IOException;
import java.security.GeneralSecurityException;

/** That both gateways do the whole job: the token check and the breaker are there. The limiter shows in every {@link Evidence}. */
public final class Checks {

    private static final int MORE_FAILURES_THAN_A_BREAKER_BEARS = 10;
    private static final int BYTES = 1024;

    private final Site site;
    private final Requests good;
    private final Requests forged;

    /** Checks of the gateways at a site. */
    public Checks(Site site) throws GeneralSecurityException {
        this.site = site;
        this.good = Requests.get("/x", new Tokens(site.secret()).distinct(1, 1));
        this.forged = Requests.get("/x", new Tokens("another " + site.secret()).distinct(1, 1));
    }

    /**
     * No token and a forged one are refused, a good one is not.
     *
     * @throws IllegalStateException unless it is so
     */
    public void tokens(Side side) throws IOException, InterruptedException {
        require(side, "without a token", 401, ask(side, good.anonymous()));
        require(side, "with a forged token", 401, ask(side, forged.bytes(0)));
        ClientConnection.Answer answer = ask(side, good.bytes(0));
        require(side, "with a good token", 200, answer);
        if (answer.bytes() != BYTES) {
            throw new IllegalStateException(side.name() + " answered " + answer.bytes() + " bytes, not " + BYTES);
        }
    }

    /**
     * A backend that dies opens the circuit, which then keeps requests from one that lives again. So this comes last.
     *
     * @throws IllegalStateException unless it is so
     */
    public void breaker(Side ours, Side peer) throws IOException, InterruptedException {
        site.backend().stop();
        for (int i = 0; i < MORE_FAILURES_THAN_A_BREAKER_BEARS; i++) {
            require(ours, "without a backend", 503, ask(ours, good.bytes(0)));
            require(peer, "without a backend", 503, ask(peer, good.bytes(0)));
        }
        site.backend().start();
        require(ours, "with an open circuit", 503, ask(ours, good.bytes(0)));
        require(peer, "with an open circuit", 503, ask(peer, good.bytes(0)));
    }

    private static ClientConnection.Answer ask(Side side, byte[] request) throws IOException, InterruptedException {
        try (ClientConnection connection = new ClientConnection(side.running().port())) {
            return connection.exchange(request);
        }
    }

    private static void require(Side side, String when, int status, ClientConnection.Answer answer) {
        if (answer.status() != status) {
            throw new IllegalStateException(
                    side.name() + " answered " + answer.status() + " " + when + " (expected: " + status + ")");
        }
    }
}
