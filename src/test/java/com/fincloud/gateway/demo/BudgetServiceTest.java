package com.fincloud.gateway.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fincloud.gateway.demo.Client.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BudgetServiceTest {

    private static final String JOHN =
            """
            {"email":"user@example.com","password":"SecurePass123","full_name":"John Doe"}""";
    private static final String GROCERIES =
            """
            {"account_id":1,"amount":-50.00,"description":"Groceries","category_id":2}""";

    private static final DemoRedis REDIS = new DemoRedis();

    private final BudgetService service = new BudgetService(
            new Tokens(new Variables(name -> null), Clock.systemUTC()),
            new Revoker(REDIS.url(), Clock.systemUTC()),
            Clock.systemUTC());
    private final Client client = Client.of(service);

    @AfterAll
    static void stopRedis() {
        REDIS.close();
    }

    @BeforeEach
    void start() throws Exception {
        service.start(0);
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void shouldTakeAUserFromRegistrationToATransaction() throws Exception {
        Reply registered = client.post("/api/v1/auth/register", JOHN);
        JsonNode session = client.post("/api/v1/auth/login", JOHN).json();
        JsonNode claims = claims(session.path("access_token").asText());
        long user = Long.parseLong(claims.path("sub").asText());

        assertThat(registered.status()).isEqualTo(201);
        assertThat(registered.json().has("password")).isFalse();
        assertThat(session.path("token_type").asText()).isEqualTo("bearer");
        assertThat(session.path("expires_in").asInt()).isEqualTo(900);
        assertThat(user).isEqualTo(registered.json().path("id").asLong());
        assertThat(claims.path("type").asText()).isEqualTo("access");
        assertThat(claims.path("role").asText()).isEqualTo("user");
        assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isEqualTo(900);

        Reply booked = client.post("/api/v1/transactions/", user, GROCERIES);
        JsonNode accounts = client.get("/api/v1/accounts", user).json();

        assertThat(booked.status()).isEqualTo(201);
        assertThat(accounts).hasSize(1);
        assertThat(accounts.path(0).path("balance").asDouble()).isEqualTo(-50.00);
        assertThat(client.get("/api/v1/transactions", user).json()).containsExactly(booked.json());
        assertThat(client.get("/api/v1/reports/summary", user)
                        .json()
                        .path("expenses")
                        .asDouble())
                .isEqualTo(50.00);
        assertThat(client.get("/api/v1/users/me", user).json().path("email").asText())
                .isEqualTo("user@example.com");
    }

    @Test
    void shouldKeepUsersApart() throws Exception {
        long demo = User.DEMO_ID;
        long other = 77;

        assertThat(client.get("/api/v1/accounts/2", demo).status()).isEqualTo(200);
        assertThat(client.get("/api/v1/accounts/2", other).status()).isEqualTo(404);
        assertThat(client.post("/api/v1/transactions/", other, GROCERIES.replace("1,", "2,"))
                        .status())
                .isEqualTo(404);
        assertThat(client.get("/api/v1/transactions/?account_id=2", other).status())
                .isEqualTo(404);
        assertThat(client.get("/api/v1/accounts/").status()).isEqualTo(401);
    }

    @Test
    void shouldRefreshATokenOnceAndNotAfterLogout() throws Exception {
        String login = """
                {"email":"demo@fincloud.example","password":"Demo-Pass-123"}""";
        JsonNode first = client.post("/api/v1/auth/login", login).json();
        String refresh = "{\"refresh_token\":\"%s\"}";

        Reply second = client.post(
                "/api/v1/auth/refresh",
                refresh.formatted(first.path("refresh_token").asText()));
        assertThat(second.status()).isEqualTo(200);
        assertThat(client.post(
                                "/api/v1/auth/refresh",
                                refresh.formatted(first.path("refresh_token").asText()))
                        .status())
                .isEqualTo(401);
        assertThat(client.post(
                                "/api/v1/auth/refresh",
                                refresh.formatted(first.path("access_token").asText()))
                        .status())
                .isEqualTo(401);

        assertThat(client.post("/api/v1/auth/logout", User.DEMO_ID, "").status())
                .isEqualTo(401);
        assertThat(client.post("/api/v1/auth/logout-all", User.DEMO_ID, "").status())
                .isEqualTo(204);
        assertThat(client.post(
                                "/api/v1/auth/refresh",
                                refresh.formatted(
                                        second.json().path("refresh_token").asText()))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void shouldRefuseWhatIsNotUsable() throws Exception {
        client.post("/api/v1/auth/register", JOHN);

        assertThat(client.post("/api/v1/auth/register", JOHN.replace("user@", "USER@"))
                        .status())
                .isEqualTo(409);
        assertThat(client.post("/api/v1/auth/register", JOHN.replace("SecurePass123", "short1"))
                        .status())
                .isEqualTo(422);
        assertThat(client.post("/api/v1/auth/register", JOHN.replace("user@example.com", "user"))
                        .status())
                .isEqualTo(422);
        assertThat(client.post("/api/v1/auth/register", "{\"email\":").status()).isEqualTo(400);
        assertThat(client.post("/api/v1/auth/login", JOHN.replace("123", "124")).status())
                .isEqualTo(401);
        assertThat(client.post("/api/v1/transactions/", 1, GROCERIES.replace("-50.00", "1e999999"))
                        .status())
                .isEqualTo(422);
        assertThat(client.post("/api/v1/transactions/", 1, GROCERIES.replace("-50.00", "0.001"))
                        .status())
                .isEqualTo(422);
        assertThat(client.post("/api/v1/auth/password-reset/request", "{\"email\":\"no@body.example\"}")
                        .status())
                .isEqualTo(202);
    }

    private static JsonNode claims(String token) throws Exception {
        String payload = token.substring(token.indexOf('.') + 1, token.lastIndexOf('.'));
        return Json.MAPPER.readTree(new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8));
    }
}
