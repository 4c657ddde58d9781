package com.fincloud.gateway.ingress;

import static org.awaitility.Awaitility.await;

import com.fincloud.gateway.http.ClientConnection;
import com.fincloud.gateway.http.TestRequest;
import com.fincloud.gateway.http.body.RequestBody;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The watch looks at every client, again and again, whatever one look throws. */
class ClientWatchTest {

    private static final class Failing implements ClientConnection {

        private final AtomicInteger looks = new AtomicInteger();
        private final RuntimeException failure;
        private final Error error;

        private Failing(RuntimeException failure, Error error) {
            this.failure = failure;
            this.error = error;
        }

        @Override
        public Presence presence() {
            if (looks.incrementAndGet() % 2 == 0) {
                throw failure;
            }
            throw error;
        }

        @Override
        public long lastWrite() {
            return 0;
        }

        @Override
        public void readTimeout(Duration time) {}

        @Override
        public boolean takeUnread(@Nullable RequestBody body) {
            return true;
        }
    }

    @Test
    void aLookThatFailsEndsNeitherTheWatchNorTheLooksAtOthers() {
        Failing one = new Failing(new IllegalStateException("one"), new NoClassDefFoundError("one"));
        Failing other = new Failing(new IllegalStateException("other"), new StackOverflowError("other"));
        try (ClientWatch watch = new ClientWatch(Duration.ofSeconds(30))) {
            watch.watch(TestRequest.of("GET", "/").read(), one);
            watch.watch(TestRequest.of("GET", "/").read(), other);

            await().until(() -> one.looks.get() > 2 && other.looks.get() > 2);
        }
    }
}
