package com.fincloud.gateway.upstream.client.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Contract 6.8: when a name is looked up, and what a failed look-up means. */
class ResolvedNameTest {

    private static final long TIME_TO_LIVE = Duration.ofSeconds(5).toNanos();

    private final List<InetAddress> present = new ArrayList<>();
    private final List<Runnable> waiting = new ArrayList<>();
    private long now;
    private int lookups;
    private final ResolvedName name = new ResolvedName("budget", this::lookUp, TIME_TO_LIVE, () -> now, waiting::add);

    private List<InetAddress> lookUp(String asked) throws UnknownHostException {
        lookups++;
        if (present.isEmpty()) {
            throw new UnknownHostException(asked);
        }
        return List.copyOf(present);
    }

    private CompletableFuture<List<InetAddress>> run(CompletableFuture<List<InetAddress>> lookup) {
        waiting.forEach(Runnable::run);
        waiting.clear();
        return lookup;
    }

    private void moveTo(int last) throws UnknownHostException {
        present.clear();
        present.add(InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last}));
    }

    @Test
    void aNameIsLookedUpAgainAfterItsTimeToLive() throws Exception {
        moveTo(1);
        run(name.addresses()).join();
        moveTo(2);

        now += TIME_TO_LIVE - 1;
        assertThat(run(name.addresses()).join().get(0).getHostAddress()).isEqualTo("127.0.0.1");
        now += 1;
        assertThat(run(name.addresses()).join().get(0).getHostAddress()).isEqualTo("127.0.0.2");
        assertThat(lookups).isEqualTo(2);
    }

    @Test
    void refusedConnectionsCauseALookUpAtOnceButNotForEachOfThem() throws Exception {
        moveTo(1);
        run(name.addresses()).join();
        moveTo(2);
        now += ResolvedName.SOON_NANOS;

        for (int i = 0; i < 100; i++) {
            assertThat(run(name.addressesAnew()).join().get(0).getHostAddress()).isEqualTo("127.0.0.2");
        }
        assertThat(lookups).isEqualTo(2);
    }

    @Test
    void aNameIsLookedUpOnceAtATime() throws Exception {
        moveTo(1);
        CompletableFuture<List<InetAddress>> first = name.addresses();
        now += 2 * TIME_TO_LIVE;

        assertThat(name.addresses()).isSameAs(first);
        assertThat(name.addressesAnew()).isSameAs(first);
        assertThat(waiting).hasSize(1);
    }

    @Test
    void theLastAddressesStayWhileLookUpsFail() throws Exception {
        moveTo(1);
        run(name.addresses()).join();
        present.clear();
        now += TIME_TO_LIVE;

        assertThat(run(name.addresses()).join().get(0).getHostAddress()).isEqualTo("127.0.0.1");
        assertThat(lookups).isEqualTo(2);
    }

    @Test
    void aNameWithoutAddressesIsLookedUpAgainSoon() throws Exception {
        assertThat(run(name.addresses())).isCompletedExceptionally();
        assertThat(run(name.addresses())).isCompletedExceptionally();
        assertThat(lookups).isOne();
        moveTo(1);
        now += ResolvedName.SOON_NANOS;

        assertThat(run(name.addresses()).join()).hasSize(1);
    }
}
