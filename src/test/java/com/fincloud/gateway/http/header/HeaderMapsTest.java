package com.fincloud.gateway.http.header;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class HeaderMapsTest {

    @Test
    void camelMakesAMessagesHeadersWithThem() {
        DefaultCamelContext camel = new DefaultCamelContext();
        camel.start();
        try {
            assertThat(new DefaultExchange(camel).getMessage().getHeaders()).isInstanceOf(HeaderMap.class);
        } finally {
            camel.stop();
        }
    }
}
