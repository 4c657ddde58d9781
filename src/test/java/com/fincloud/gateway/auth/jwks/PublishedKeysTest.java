package com.fincloud.gateway.auth.jwks;

import static com.fincloud.gateway.auth.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;

import com.fincloud.gateway.TestClock;
import com.fincloud.gateway.auth.TestJwk;
import com.fincloud.gateway.auth.TestSigner;
import com.fincloud.gateway.auth.token.TokenSignature;
import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import java.io.IOException;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PublishedKeysTest {

    private static final PublicKey A = TestSigner.ec("secp256r1").getPublic();
    private static final PublicKey B = TestSigner.ec("secp256r1").getPublic();

    private final TestClock clock = new TestClock();
    private final Issuer issuer = new Issuer();
    private final KeyWait wait = new KeyWait();
    private final PublishedKeys keys = new PublishedKeys("test", List.of("ES256"), clock, timer -> issuer);

    /** A source that answers as a test says, and can be made to hold an answer back. */
    private static final class Issuer implements KeySetDocument.Source {

        private final AtomicInteger fetches = new AtomicInteger();
        private volatile String text = TestJwk.set(TestJwk.of("a", A));
        private volatile Duration lifetime = Duration.ofMinutes(5);
        private volatile @Nullable CountDownLatch gate;
        private volatile boolean closed;
        private volatile @Nullable Error error;

        @Override
        public KeySetDocument fetch() throws IOException {
            fetches.incrementAndGet();
            Error thrown = error;
            if (thrown != null) {
                throw thrown;
            }
            CountDownLatch hold = gate;
            try {
                if (hold != null) {
                    hold.await();
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            if (text.isEmpty()) {
                throw new IOException("down");
            }
            return new KeySetDocument(text, lifetime);
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @BeforeEach
    void start() {
        keys.start();
        await().until(() ->
                keys.known("ES256", "a") != null); // a token with an unknown key would start a fetch of its own
        await().until(() -> threads().stream().noneMatch(thread -> isFetching(thread)));
    }

    @AfterEach
    void stop() {
        keys.close();
    }

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("token-keys"))
                .toList();
    }

    private static boolean isFetching(Thread thread) {
        return List.of(thread.getStackTrace()).toString().contains("PublishedKeys.follow");
    }

    /** Whether a token with this id would be verified, after its request has waited for a fetch. */
    private boolean isKnown(@Nullable String id) {
        CompletableFuture<Void> fetch = keys.ask("ES256", id);
        wait.await(fetch == null ? List.of() : List.of(fetch), () -> keys.known("ES256", id));
        try {
            keys.of("ES256", id);
            return true;
        } catch (GatewayException e) {
            assertThat(e.error()).isIn(GatewayError.TOKEN_INVALID, GatewayError.TOKEN_KEYS_UNAVAILABLE);
            return false;
        }
    }

    @Test
    void askingForAnUnknownKeyStartsAFetchWithoutWaiting() {
        await().until(() -> keys.known("ES256", "a") != null);
        CountDownLatch gate = new CountDownLatch(1);
        issuer.gate = gate;
        issuer.text = TestJwk.set(TestJwk.of("b", B));

        assertThat(keys.ask("ES256", "b")).isNotNull(); // would not return while the issuer is silent
        gate.countDown();

        await().until(() -> keys.known("ES256", "b") != null);
    }

    @Test
    void keysForOtherAlgorithmsBeginWithTheFetchedOnesOfTheSamePlace() {
        await().until(() -> keys.known("ES256", "a") != null);
        PublishedKeys next = new PublishedKeys("test", List.of("RS256", "ES256"), clock, timer -> issuer);
        PublishedKeys none = new PublishedKeys("test", List.of("RS256"), clock, timer -> issuer);

        next.beginWith(keys);
        none.beginWith(keys);

        assertThat(next.known("ES256", "a")).isNotNull();
        assertThat(none.known("ES256", "a")).isNull();
    }

    @Test
    void aNewKeyIsFetchedWhenTheFirstTokenNamesIt() {
        issuer.text = TestJwk.set(TestJwk.of("a", A), TestJwk.of("b", B));

        assertThat(isKnown("b")).isTrue();
        assertThat(issuer.fetches).hasValue(2);
    }

    @Test
    void anErrorOfAFetchDoesNotEndTheFetching() {
        issuer.error = new NoClassDefFoundError("thrown by a parser");
        clock.advance(Duration.ofMinutes(6));
        await().until(() -> issuer.fetches.get() == 2);
        issuer.error = null;
        issuer.text = TestJwk.set(TestJwk.of("b", B));

        clock.advance(Duration.ofMinutes(6));

        await().until(() -> issuer.fetches.get() >= 3 && isKnown("b"));
    }

    @Test
    void unknownIdsStartOneFetchACoolDown() {
        for (int round = 1; round <= 3; round++) {
            for (int i = 0; i < 100; i++) {
                assertThat(isKnown("unknown " + i)).isFalse();
            }
            assertThat(issuer.fetches).hasValue(1 + round);
            clock.advance(PublishedKeys.COOL_DOWN);
        }
        clock.advance(PublishedKeys.COOL_DOWN.multipliedBy(-100));
        assertThat(isKnown("after the clock was set back")).isFalse();
        assertThat(issuer.fetches).hasValue(5);
    }

    @Test
    void aTokenWithoutAnIdStartsNoFetchWhereThereAreSeveralKeys() {
        issuer.text = TestJwk.set(TestJwk.of("a", A), TestJwk.of("b", B));
        assertThat(isKnown("b")).isTrue();
        clock.advance(PublishedKeys.COOL_DOWN);

        assertThat(isKnown(null)).isFalse();
        assertThat(issuer.fetches).hasValue(2);
    }

    @Test
    void manyThatWaitForTheSameFetchAreAllAnsweredByIt() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        issuer.gate = gate;
        issuer.text = TestJwk.set(TestJwk.of("a", A), TestJwk.of("b", B));
        ExecutorService clients = Executors.newFixedThreadPool(50);
        List<Future<Boolean>> found = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            found.add(clients.submit(() -> isKnown("b")));
        }
        await().untilAtomic(issuer.fetches, is(2));

        assertThat(isKnown("a")).as("a known key does not wait").isTrue();
        gate.countDown();
        for (Future<Boolean> answer : found) {
            assertThat(answer.get(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(issuer.fetches).hasValue(2);
        clients.shutdown();
    }

    @Test
    void aFetchThatDoesNotEndHoldsNobodyForLong() {
        issuer.gate = new CountDownLatch(1);

        assertThat(isKnown("b")).isFalse();
        assertThat(isKnown("a")).isTrue();
        assertThat(issuer.fetches).hasValue(2);
    }

    @Test
    void keysAreFetchedAgainWhenTheirLifetimeIsOver() {
        TokenSignature key = keys.of("ES256", "a");
        issuer.text = TestJwk.set(TestJwk.of("b", B));
        clock.advance(Duration.ofMinutes(5).minusMillis(1));
        assertThat(keys.trusts(key)).isTrue();

        clock.advance(Duration.ofMillis(1));

        await().until(() -> !keys.trusts(key));
        assertThat(isKnown("b")).isTrue();
        assertThat(isKnown("a")).isFalse();
    }

    @Test
    void knownKeysOutliveAnOutageAndItIsTriedAgain() {
        issuer.text = "";
        clock.advance(Duration.ofMinutes(5));
        await().untilAtomic(issuer.fetches, is(2));
        assertThat(isKnown("a")).isTrue();

        issuer.text = TestJwk.set(TestJwk.of("a", A), TestJwk.of("b", B));
        await().until(() -> {
            clock.advance(PublishedKeys.RETRY);
            return issuer.fetches.get() > 2;
        });
        await().until(() -> isKnown("b"));
    }

    @Test
    void aParserThatBreaksOnASetChangesNothing() {
        issuer.text = "{\"keys\":" + "[".repeat(50_000);

        assertThat(isKnown("b")).isFalse();
        assertThat(isKnown("a")).isTrue();
    }

    @Test
    void closingEndsTheThreadsAndLetsWaitersGo() throws Exception {
        issuer.gate = new CountDownLatch(1);
        ExecutorService client = Executors.newSingleThreadExecutor();
        Future<Boolean> waiting = client.submit(() -> isKnown("b"));
        await().untilAtomic(issuer.fetches, is(2));

        keys.close();

        assertThat(waiting.get(10, TimeUnit.SECONDS)).isFalse();
        assertThat(issuer.closed).isTrue();
        await().until(() -> threads().isEmpty());
        assertThat(isKnown("a")).isTrue();
        clock.advance(PublishedKeys.COOL_DOWN);
        assertRefused(GatewayError.TOKEN_INVALID, () -> keys.of("ES256", "c"));
        client.shutdown();
    }

    @Test
    void beforeItStartsNothingIsFetchedAndNothingIsKnown() {
        Issuer unasked = new Issuer();
        PublishedKeys idle = new PublishedKeys("test", List.of("ES256"), clock, timer -> unasked);

        assertRefused(GatewayError.TOKEN_KEYS_UNAVAILABLE, () -> idle.of("ES256", "a"));
        idle.close();
        assertThat(unasked.fetches).hasValue(0);
    }
}
