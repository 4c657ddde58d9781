package com.fincloud.gateway.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fincloud.gateway.demo.Client.Reply;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DemoServiceTest {

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

    @Test
    void shouldFailUntilItIsMended() throws Exception {
        assertThat(client.post("/demo/mode", "{\"mode\":\"failing\"}").status()).isEqualTo(200);
        assertThat(client.get("/api/v1/unread", 1).status()).isEqualTo(500);
        assertThat(client.get("/health").json().path("status").asText()).isEqualTo("healthy");

        assertThat(client.post("/demo/mode", "{\"mode\":\"ok\"}").status()).isEqualTo(200);
        assertThat(client.get("/api/v1/unread", 1).status()).isEqualTo(200);
        assertThat(client.post("/demo/mode", "{\"mode\":\"odd\"}").status()).isEqualTo(422);
    }

    @Test
    void shouldAnswerLateWhenSlow() throws Exception {
        client.post("/demo/mode", "{\"mode\":\"slow\",\"delay_ms\":300}");
        long start = System.nanoTime();

        assertThat(client.get("/api/v1/unread", 1).status()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    @Test
    void shouldHangUntilTheModeIsAnother() throws Exception {
        client.post("/demo/mode", "{\"mode\":\"hang\"}");
        HttpRequest request = HttpRequest.newBuilder(URI.create(service.url() + "/api/v1/unread"))
                .header("X-User-ID", "1")
                .build();
        CompletableFuture<Integer> status = HttpClient.newHttpClient()
                .sendAsync(request, BodyHandlers.discarding())
                .thenApply(response -> response.statusCode());

        assertThat(status.completeOnTimeout(0, 200, TimeUnit.MILLISECONDS).get())
                .isZero();
        client.post("/demo/mode", "{\"mode\":\"ok\"}");
        assertThat(client.get("/api/v1/unread", 1).status()).isEqualTo(200);
    }

    @Test
    void shouldStreamEventsAsTheyCome() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(service.url() + "/api/v1/stream"))
                .header("X-User-ID", "1")
                .build();
        long start = System.nanoTime();

        try (var lines =
                HttpClient.newHttpClient().send(request, BodyHandlers.ofLines()).body()) {
            assertThat(lines.filter(line -> line.startsWith("data:"))).hasSize(3);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(600));
    }

    @Test
    void shouldServeTheSameUnderTheGatewaysPathAndItsOwn() throws Exception {
        client.post("/api/v1/", 5, "{\"title\":\"Hello\"}");
        client.call("PUT", "/api/v1/2/read", 5, "");

        assertThat(client.get("/api/v1/notifications", 5).json())
                .isEqualTo(client.get("/api/v1", 5).json())
                .hasSize(2);
        assertThat(client.get("/api/v1/unread", 5).json().path("count").asInt()).isOne();
        assertThat(client.get("/api/v1/9", 5).status()).isEqualTo(404);
    }

    @Test
    void shouldAnswerHeadAndRefuseOtherMethods() throws Exception {
        Reply get = client.get("/api/v1/unread", 1);
        Reply head = client.call("HEAD", "/api/v1/unread", 1, "");
        Reply delete = client.call("DELETE", "/api/v1/unread", 1, "");

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.response().body()).isEmpty();
        assertThat(head.response().headers().firstValue("Content-Length"))
                .isEqualTo(get.response().headers().firstValue("Content-Length"));
        assertThat(delete.status()).isEqualTo(405);
        assertThat(delete.response().headers().firstValue("Allow")).hasValue("GET, HEAD");
    }
}
