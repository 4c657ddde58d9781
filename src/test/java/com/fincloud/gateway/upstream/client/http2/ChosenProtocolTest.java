package com.fincloud.gateway.upstream.client.http2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ChosenProtocolTest {

    private final AtomicLong now = new AtomicLong(5);
    private final ChosenProtocol protocol = new ChosenProtocol(now::get);

    @Test
    void theLastConnectionTellsTheProtocol() {
        assertThat(protocol.name()).isNull();
        protocol.chosen(false);
        assertThat(protocol.name()).isEqualTo("HTTP/2");
        protocol.chosen(true);
        assertThat(protocol.isHttp1()).isTrue();
        assertThat(protocol.name()).isEqualTo("HTTP/1.1");
    }

    @Test
    void whatIsRequiredIsAskedAgainByARequestThatCanBeSentAgain() {
        protocol.chosen(false);
        protocol.requireHttp1();
        now.addAndGet(ChosenProtocol.REQUIRED_NANOS - 1);
        assertThat(protocol.requiresHttp1(true)).isTrue();
        assertThat(protocol.name()).isEqualTo("HTTP/1.1");
        now.addAndGet(2);
        assertThat(protocol.requiresHttp1(false)).isTrue();
        assertThat(protocol.requiresHttp1(true)).isFalse();
        assertThat(protocol.requiresHttp1(false)).isFalse();
        assertThat(protocol.name()).isEqualTo("HTTP/2");
    }
}
