package com.fincloud.gateway.routefile.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Contract 11.4: a change of the live context that hangs does not keep later changes waiting. */
class LoaderTest {

    @Test
    void aChangeThatHangsIsInterruptedAndLaterChangesRun() throws InterruptedException {
        try (Loader loader = new Loader(Duration.ofMillis(100))) {
            @Nullable Boolean hung = loader.call(wanted -> hang());
            assertThat(hung).isNull();
            await().until(() -> !loader.isBusy());

            @Nullable
            Boolean interrupted = loader.call(wanted -> Thread.currentThread().isInterrupted());
            assertThat(interrupted)
                    .as("the interrupt was for the change before")
                    .isFalse();
        }
    }

    private static boolean hang() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }
}
