package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fincloud.gateway.auth.jwks.KeySetConnection;
import com.fincloud.gateway.auth.jwks.KeySetDocument;
import com.fincloud.gateway.background.BackgroundTask;
import com.fincloud.gateway.background.BackgroundTasks;
import java.io.IOException;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A proxy for key sets is asked for each of them, by a tunnel for https. */
class KeySetProxyTest {

    private final RecordingBackend proxy = new RecordingBackend();
    private final BackgroundTasks timer = new BackgroundTasks(BackgroundTask.TOKEN_KEYS);

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        timer.close();
    }

    private KeySetDocument.Source source(String url) {
        return KeySetConnection.of(DefaultClientTlsStrategy.createDefault(), proxy.url(), "1.2.3")
                .open(url, "", timer);
    }

    @Test
    void anHttpUrlIsAskedOfTheProxy() throws Exception {
        try (KeySetDocument.Source source = source("http://issuer.invalid/keys")) {
            assertThat(source.fetch().text()).isNotNull();
        }

        assertThat(proxy.last().head()).startsWith("GET http://issuer.invalid/keys HTTP/1.1");
        assertThat(proxy.last().value("User-Agent")).isEqualTo("api-gateway/1.2.3");
    }

    @Test
    void anHttpsUrlIsReachedThroughATunnel() throws Exception {
        try (KeySetDocument.Source source = source("https://issuer.invalid/keys")) {
            assertThatThrownBy(source::fetch).isInstanceOf(IOException.class);
        }

        assertThat(proxy.requests()).isNotEmpty().allMatch(request -> request.head()
                .startsWith("CONNECT issuer.invalid:443 HTTP/1.1"));
    }
}
