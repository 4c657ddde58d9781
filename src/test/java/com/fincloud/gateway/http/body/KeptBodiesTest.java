package com.fincloud.gateway.http.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fincloud.gateway.error.GatewayException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class KeptBodiesTest {

    private static final long HEAP = 1 << 20;

    private final KeptBodies bodies = new KeptBodies(HEAP);
    private final long all = bodies.left();

    private static void add(KeptBodies.Share share, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        share.add(bytes, 0, bytes.length);
    }

    @Test
    void aSmallBodyTakesNothing() {
        add(bodies.share(), "x".repeat(1000));

        assertThat(bodies.left()).isEqualTo(all);
    }

    @Test
    void whatIsTakenComesBackOnce() {
        KeptBodies.Share share = bodies.share();
        add(share, "x".repeat(50_000));
        assertThat(bodies.left()).isLessThan(all);

        share.giveBack();
        share.giveBack();

        assertThat(bodies.left()).isEqualTo(all);
    }

    @Test
    void whoComesTooLateTakesNothing() {
        KeptBodies.Share share = bodies.share();
        share.giveBack();

        add(share, "x".repeat(50_000));

        assertThat(bodies.left()).isEqualTo(all);
    }

    @Test
    void aTreeMayTakeEverythingAndTheNextIsRefused() {
        KeptBodies.Share share = bodies.share();
        add(share, "{".repeat(50_000));
        assertThat(bodies.left()).isZero();

        assertRefused(bodies.share(), "x".repeat(50_000));

        share.giveBack();
        add(bodies.share(), "x".repeat(50_000));
    }

    @Test
    void whatIsMoreThanEverythingIsRefused() {
        KeptBodies.Share share = bodies.share();
        add(share, "x".repeat(150_000));
        assertThat(share.mayAdd(150_000)).isFalse();

        assertRefused(share, "x".repeat(50_000));
    }

    @Test
    void whoIsRefusedMakesRoomAtOnceAndStaysRefused() {
        KeptBodies.Share first = bodies.share();
        KeptBodies.Share second = bodies.share();
        add(first, "x".repeat(100_000));
        add(second, "x".repeat(50_000));

        assertRefused(second, "x".repeat(50_000));

        add(first, "x".repeat(60_000));
        first.giveBack();
        assertRefused(second, "x");
        assertThat(bodies.left()).isEqualTo(all);
    }

    private static void assertRefused(KeptBodies.Share share, String text) {
        assertThatThrownBy(() -> add(share, text)).isInstanceOfSatisfying(GatewayException.class, refusal -> assertThat(
                        refusal.error().status())
                .isEqualTo(503));
    }

    @Test
    void partsWeighMoreThanText() {
        byte[] parts = "[{},{}]".getBytes(StandardCharsets.US_ASCII);

        assertThat(BodyWeight.marks(parts, 0, parts.length)).isGreaterThan(200);
        assertThat(BodyWeight.marks(parts, 2, 1)).isZero();
    }
}
