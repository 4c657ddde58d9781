package com.fincloud.gateway.auth.jwks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeyWaitTest {

    private final KeyWait wait = new KeyWait();
    private final AtomicReference<@Nullable String> found = new AtomicReference<>();

    @Test
    void theFetchThatBringsTheKeyIsEnoughHoweverLongTheOthersTake() throws Exception {
        CompletableFuture<Void> hangs = new CompletableFuture<>();
        CompletableFuture<Void> brings = new CompletableFuture<>();
        AtomicInteger attempts = new AtomicInteger();
        ExecutorService client = Executors.newSingleThreadExecutor();
        Future<@Nullable String> waiting = client.submit(() -> wait.await(List.of(hangs, brings), () -> {
            attempts.incrementAndGet();
            return found.get();
        }));

        found.set("key");
        brings.complete(null);

        assertThat(waiting.get(10, TimeUnit.SECONDS)).isEqualTo("key");
        assertThat(hangs).isNotDone();
        assertThat(attempts).hasValue(1);
        client.shutdown();
    }

    @Test
    void aFetchThatBringsNothingDoesNotEndTheWait() throws Exception {
        CompletableFuture<Void> empty = CompletableFuture.completedFuture(null);
        CompletableFuture<Void> brings = new CompletableFuture<>();
        AtomicInteger attempts = new AtomicInteger();
        ExecutorService client = Executors.newSingleThreadExecutor();
        Future<@Nullable String> waiting = client.submit(() -> wait.await(List.of(empty, brings), () -> {
            attempts.incrementAndGet();
            return found.get();
        }));
        await().untilAsserted(() -> assertThat(attempts).hasValue(1));

        found.set("key");
        brings.complete(null);

        assertThat(waiting.get(10, TimeUnit.SECONDS)).isEqualTo("key");
        client.shutdown();
    }

    @Test
    void eightSilentIssuersDelayARequestNoLongerThanOne() {
        List<CompletableFuture<Void>> silent = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            silent.add(new CompletableFuture<>());
        }
        long began = System.nanoTime();

        assertThat(wait.<String>await(silent, found::get)).isNull();

        assertThat(System.nanoTime() - began)
                .isBetween(
                        KeyWait.LONGEST.toNanos(),
                        KeyWait.LONGEST.multipliedBy(3).toNanos());
    }
}
