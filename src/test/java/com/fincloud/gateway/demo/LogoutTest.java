package com.fincloud.gateway.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/** What a logout at the demo's budget service means at the gateway. */
class LogoutTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static ConfigurableApplicationContext gateway;

    @BeforeAll
    static void start() {
        gateway = DevGateway.run("--SERVICE_PORT=0", "--MANAGEMENT_PORT=0", "--demo.ports=free")
                .context();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                URI.create("http://localhost:" + gateway.getEnvironment().getProperty("local.server.port") + path));
    }

    private static String login() throws IOException, InterruptedException {
        String body = "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(User.DEMO_EMAIL, User.DEMO_PASSWORD);
        HttpRequest login = request("/api/v1/auth/login")
                .POST(BodyPublishers.ofString(body))
                .build();
        String answer = HTTP.send(login, BodyHandlers.ofString()).body();
        return Json.MAPPER.readTree(answer).path("access_token").asText();
    }

    private static int get(String token) throws IOException, InterruptedException {
        return status(request("/api/v1/users/me").GET(), token);
    }

    private static int post(String path, String token) throws IOException, InterruptedException {
        return status(request(path).POST(BodyPublishers.noBody()), token);
    }

    private static int status(HttpRequest.Builder request, String token) throws IOException, InterruptedException {
        HttpRequest authorized =
                request.header("Authorization", "Bearer " + token).build();
        return HTTP.send(authorized, BodyHandlers.ofString()).statusCode();
    }

    @Test
    void shouldEndTheTokenThatLogsOutAndNoOther() throws Exception {
        String ended = login();
        String another = login();

        assertThat(post("/api/v1/auth/logout", ended)).isEqualTo(204);

        await().until(() -> get(ended) == 401);
        assertThat(get(another)).isEqualTo(200);
    }

    @Test
    void shouldEndAllTokensOfAUserWhoCanLogInAgainAtOnce() throws Exception {
        String first = login();
        String second = login();

        assertThat(post("/api/v1/auth/logout-all", first)).isEqualTo(204);
        String next = login();

        await().until(() -> get(first) == 401 && get(second) == 401);
        assertThat(get(next)).isEqualTo(200);
    }
}
