package com.fincloud.gateway.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SubprotocolsTest {

    private static Subprotocols of(String... fields) {
        return Subprotocols.of(List.of(fields));
    }

    @Test
    void theTokenFollowsItsSubprotocol() {
        assertThat(of("fincloud.bearer, a.b.c")).isEqualTo(new Subprotocols(List.of(), "a.b.c", true));
        assertThat(of("fincloud.bearer", "a.b.c, chat", "mqtt"))
                .isEqualTo(new Subprotocols(List.of("chat", "mqtt"), "a.b.c", true));
        assertThat(of("chat, fincloud.bearer, a.b.c")).isEqualTo(new Subprotocols(List.of("chat"), "a.b.c", true));
    }

    @Test
    void withoutATokenThereIsNone() {
        assertThat(of()).isEqualTo(new Subprotocols(List.of(), null, false));
        assertThat(of("chat, mqtt")).isEqualTo(new Subprotocols(List.of("chat", "mqtt"), null, false));
        assertThat(of("fincloud.bearer")).isEqualTo(new Subprotocols(List.of(), null, true));
    }

    @Test
    void twoTokensAreNoToken() {
        assertThat(of("fincloud.bearer, a, fincloud.bearer, b").token()).isEqualTo("a b");
    }

    @Test
    void itsTextHasNoToken() {
        assertThat(of("fincloud.bearer, secret, chat").toString()).isEqualTo("Subprotocols[chat]");
    }
}
