package com.fincloud.gateway.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Contract 2.16: how a WebSocket goes on and ends. Frames are hexadecimal, their payload in brackets. */
class TunnelTest {

    private static final Duration LONG = Duration.ofHours(1);

    private final FakeEnd client = new FakeEnd();
    private final FakeEnd backend = new FakeEnd();
    private final ByteBuffer buffer = ByteBuffer.allocate(1024);
    private boolean permitted = true;
    private int ended;

    private Tunnel tunnel(Duration idle, Duration close) {
        return new Tunnel(client, backend, () -> permitted, idle, close, over -> ended++);
    }

    private static boolean hasOwnClose(FakeEnd end) {
        return end.written().contains("8884");
    }

    @Test
    void bytesGoBothWays() {
        Tunnel tunnel = tunnel(LONG, LONG);
        client.sends("8181 00000000 61");
        backend.sends("8101 62");

        assertThat(tunnel.move(buffer)).isFalse();

        assertThat(backend.written()).isEqualTo("81810000000061");
        assertThat(client.written()).isEqualTo("810162");
        assertThat(tunnel.receivedBytes()).isEqualTo(7);
        assertThat(tunnel.sentBytes()).isEqualTo(3);
    }

    @Test
    void nothingIsReadBeforeASlowReaderHasTakenWhatWasRead() {
        Tunnel tunnel = tunnel(LONG, LONG);
        client.room = 2;
        backend.sends("8103 616263").sends("8101 64");

        tunnel.move(buffer);
        tunnel.move(buffer);
        assertThat(client.written()).isEqualTo("8103");
        client.room = 100;
        tunnel.move(buffer);

        assertThat(client.written()).isEqualTo("8103616263810164");
    }

    @Test
    void theGatewaysCloseComesBetweenTwoFramesAndNothingAfterIt() {
        Tunnel tunnel = tunnel(LONG, LONG);
        backend.sends("8104 6162");
        tunnel.move(buffer);

        tunnel.close(4401, "re", Ending.TOKEN, buffer);
        assertThat(client.written()).isEqualTo("81046162");
        assertThat(hasOwnClose(backend)).isTrue();
        backend.sends("6364 8101 65");
        tunnel.move(buffer);

        assertThat(client.written()).isEqualTo("810461626364" + "8804" + "1131" + "7265");
        assertThat(tunnel.closeCode()).isEqualTo(4401);
        assertThat(tunnel.ending()).isEqualTo(Ending.TOKEN);
    }

    @Test
    void aPeersOwnCloseIsTheLastFrame() {
        Tunnel tunnel = tunnel(LONG, LONG);
        backend.sends("8802 03");
        tunnel.move(buffer);
        tunnel.close(1001, "", Ending.DRAINED, buffer);

        backend.sends("e8");
        tunnel.move(buffer);

        assertThat(client.written()).isEqualTo("880203e8");
    }

    @Test
    void aCloseThatBothHaveSentEndsTheTunnel() {
        Tunnel tunnel = tunnel(LONG, LONG);
        client.sends("8882 00000000 03e8");
        tunnel.move(buffer);
        assertThat(tunnel.isOver()).isFalse();
        backend.sends("8802 03e8");
        tunnel.move(buffer);

        assertThat(tunnel.isOver()).isTrue();
        assertThat(ended).isEqualTo(1);
        assertThat(client.end).isEqualTo("closed");
        assertThat(backend.end).isEqualTo("closed");
        assertThat(tunnel.ending()).isEqualTo(Ending.CLIENT);
    }

    @Test
    void aTokenThatIsNoLongerGoodEndsATunnelThatOnePeerHasClosed() {
        Tunnel tunnel = tunnel(LONG, LONG);
        client.sends("8882 00000000 03e8");
        tunnel.move(buffer);
        permitted = false;

        tunnel.check(buffer);

        assertThat(tunnel.closeCode()).isEqualTo(4401);
        assertThat(client.written()).contains("1131");
    }

    @Test
    void aPeerThatNeverAnswersTheOthersCloseIsClosedInTime() {
        Tunnel tunnel = tunnel(LONG, Duration.ZERO);
        client.sends("8882 00000000 03e8");
        tunnel.move(buffer);

        tunnel.check(buffer);

        assertThat(tunnel.isOver()).isTrue();
    }

    @Test
    void aFrameThatDoesNotEndInTimeIsCutOffByAReset() {
        Tunnel tunnel = tunnel(LONG, Duration.ZERO);
        backend.sends("8104 6162");
        tunnel.move(buffer);

        tunnel.close(1001, "", Ending.DRAINED, buffer);
        tunnel.check(buffer);

        assertThat(client.end).isEqualTo("reset");
        assertThat(backend.end).isEqualTo("closed"); // it has the close between two frames
        assertThat(ended).isEqualTo(1);
    }

    @Test
    void aPeerThatDoesNotAnswerTheCloseIsClosedInTime() {
        Tunnel tunnel = tunnel(LONG, Duration.ZERO);
        tunnel.close(1001, "", Ending.DRAINED, buffer);

        tunnel.check(buffer);

        assertThat(client.end).isEqualTo("closed");
        assertThat(backend.end).isEqualTo("closed");
    }

    @Test
    void aTokenThatIsNoLongerAcceptedClosesOnce() {
        Tunnel tunnel = tunnel(LONG, LONG);
        tunnel.check(buffer);
        assertThat(client.written()).isEmpty();

        permitted = false;
        tunnel.check(buffer);
        tunnel.check(buffer);

        assertThat(client.written()).startsWith("881a1131").hasSize(2 * 28);
        assertThat(tunnel.ending()).isEqualTo(Ending.TOKEN);
    }

    @Test
    void withoutAByteForTooLongItCloses() {
        Tunnel tunnel = tunnel(Duration.ZERO, LONG);

        tunnel.check(buffer);

        assertThat(client.written()).startsWith("880603e9");
        assertThat(tunnel.ending()).isEqualTo(Ending.IDLE);
    }

    @Test
    void aBackendThatEndsWithoutACloseLooksBroken() {
        Tunnel tunnel = tunnel(LONG, Duration.ZERO);
        backend.sends("8104 6162");
        backend.ended = true;

        tunnel.move(buffer);
        assertThat(client.end).isEqualTo("finished");
        tunnel.check(buffer);

        assertThat(client.written()).isEqualTo("81046162");
        assertThat(client.end).isEqualTo("reset");
        assertThat(tunnel.ending()).isEqualTo(Ending.BACKEND);
    }

    @Test
    void whoeverBreaksIsNamed() {
        Tunnel tunnel = tunnel(LONG, LONG);
        client.broken = true;

        tunnel.move(buffer);

        assertThat(tunnel.ending()).isEqualTo(Ending.CLIENT);
        assertThat(backend.end).isEqualTo("reset");
        assertThat(ended).isEqualTo(1);
    }

    @Test
    void bytesThatAreNoFrameEndIt() {
        Tunnel tunnel = tunnel(LONG, LONG);
        client.sends("8101 61");

        tunnel.move(buffer);

        assertThat(backend.written()).isEmpty();
        assertThat(tunnel.ending()).isEqualTo(Ending.FAILED);
        assertThat(client.end).isEqualTo("reset");
    }
}
