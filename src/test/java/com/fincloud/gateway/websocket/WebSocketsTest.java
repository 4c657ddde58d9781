package com.fincloud.gateway.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fincloud.gateway.settings.GatewaySettings;
import java.io.IOException;
import java.net.Socket;
import java.nio.channels.Pipe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WebSocketsTest {

    private static final WebSocketLabels LABELS = new WebSocketLabels("id", "/x", null, "127.0.0.1", "s", "r");

    private final WebSockets webSockets = new WebSockets(new GatewaySettings.WebSockets(Duration.ofSeconds(1), 3, 2));

    private Handshake handshake(String user) {
        return new Handshake(
                "dGhlIHNhbXBsZSBub25jZQ==",
                Subprotocols.of(List.of("chat")),
                webSockets.place(user),
                () -> true,
                LABELS);
    }

    @Test
    void aUserHasNoMoreThanTheUsersAndAllNoMoreThanTheMaximum() {
        assertThat(webSockets.take("a")).isNull();
        assertThat(webSockets.take("a")).isNull();
        assertThat(webSockets.take("a")).isEqualTo(WebSockets.Refusal.USER);
        assertThat(webSockets.take("b")).isNull();
        assertThat(webSockets.take("b")).isEqualTo(WebSockets.Refusal.FULL);
        assertThat(webSockets.open()).isEqualTo(3);
        assertThat(webSockets.counts().refusedBecause(WebSockets.Refusal.USER)).isEqualTo(1);
        assertThat(webSockets.counts().refusedBecause(WebSockets.Refusal.FULL)).isEqualTo(1);
    }

    @Test
    void anAbandonedHandshakeFreesItsPlaceOnce() {
        assertThat(webSockets.take("a")).isNull();
        assertThat(webSockets.take("a")).isNull();
        Handshake handshake = handshake("a");

        handshake.abandon();
        handshake.abandon();

        assertThat(webSockets.open()).isEqualTo(1);
        assertThat(webSockets.take("a")).isNull();
    }

    @Test
    void nothingOpensWhileTheGatewayStops() {
        webSockets.drain(Duration.ofSeconds(1));

        assertThat(webSockets.take("a")).isEqualTo(WebSockets.Refusal.FULL);
        assertThat(webSockets.open()).isZero();
    }

    @Test
    void anAcceptanceHasTheRightFields() {
        Handshake handshake = handshake("a");
        List<String> accept = List.of("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        List<String> upgrade = List.of("WebSocket");
        List<String> connection = List.of("keep-alive, UPGRADE");

        assertThat(handshake.isAnsweredBy(upgrade, connection, accept, List.of()))
                .isTrue();
        assertThat(handshake.isAnsweredBy(upgrade, connection, accept, List.of("chat")))
                .isTrue();
        assertThat(handshake.isAnsweredBy(upgrade, connection, accept, List.of("other")))
                .isFalse();
        assertThat(handshake.isAnsweredBy(upgrade, connection, accept, List.of("chat", "chat")))
                .isFalse();
        assertThat(handshake.isAnsweredBy(upgrade, connection, List.of("x"), List.of()))
                .isFalse();
        assertThat(handshake.isAnsweredBy(upgrade, connection, List.of(), List.of()))
                .isFalse();
        assertThat(handshake.isAnsweredBy(List.of("h2c"), connection, accept, List.of()))
                .isFalse();
        assertThat(handshake.isAnsweredBy(upgrade, List.of("close"), accept, List.of()))
                .isFalse();
    }

    @Test
    void aFailedTakeoverClosesTheBackendsConnectionAndThePipes() throws IOException {
        Handshake handshake = handshake("a");
        List<Pipe> opened = new ArrayList<>();
        BridgedEnd.Pipes onlyOne = () -> {
            if (!opened.isEmpty()) {
                throw new IOException("Too many open files");
            }
            opened.add(Pipe.open());
            return opened.get(0);
        };

        try (Socket socket = new Socket()) {
            assertThatThrownBy(() -> handshake.accepted(socket, new byte[0], onlyOne))
                    .hasMessage("Too many open files");

            assertThat(socket.isClosed()).isTrue();
        }
        assertThat(opened.get(0).source().isOpen()).isFalse();
        assertThat(opened.get(0).sink().isOpen()).isFalse();
        assertThat(handshake.isAccepted()).isFalse();
    }
}
