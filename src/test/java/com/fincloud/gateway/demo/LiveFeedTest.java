package com.fincloud.gateway.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Clock;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LiveFeedTest {

    private final NotificationService service = new NotificationService(Clock.systemUTC());
    private final Client client = Client.of(service);

    @BeforeEach
    void start() throws Exception {
        service.start(0);
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private BlockingQueue<String> listen(long user) throws Exception {
        BlockingQueue<String> news = new LinkedBlockingQueue<>();
        HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("X-User-ID", Long.toString(user))
                .buildAsync(
                        URI.create(service.url().replace("http:", "ws:") + "/api/v1/live"), new WebSocket.Listener() {
                            @Override
                            public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
                                news.add(text.toString());
                                return WebSocket.Listener.super.onText(socket, text, last);
                            }
                        })
                .get(20, TimeUnit.SECONDS);
        return news;
    }

    @Test
    void aNewNotificationIsToldToItsUserAlone() throws Exception {
        BlockingQueue<String> own = listen(1);
        BlockingQueue<String> others = listen(2);

        client.post("/api/v1/", 1, "{\"title\":\"Rent paid\",\"message\":\"%s\"}".formatted("x".repeat(200)));

        assertThat(own.poll(20, TimeUnit.SECONDS)).contains("\"title\":\"Rent paid\"", "x".repeat(200));
        assertThat(others).isEmpty();
    }
}
