package com.fincloud.gateway.demo;

import io.jsonwebtoken.Claims;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Registration, login, logout, and the refresh tokens in force: each works once. */
final class AuthEndpoints {

    private final Users users;
    private final Tokens tokens;
    private final Revoker revoker;
    private final Map<String, Long> refreshable = new ConcurrentHashMap<>();

    AuthEndpoints(Users users, Tokens tokens, Revoker revoker) {
        this.users = users;
        this.tokens = tokens;
        this.revoker = revoker;
    }

    void addTo(Endpoints endpoints) {
        endpoints.post("/api/v1/auth/register", this::register);
        endpoints.post("/api/v1/auth/login", this::login);
        endpoints.post("/api/v1/auth/refresh", this::refresh);
        endpoints.post("/api/v1/auth/logout", this::logout);
        endpoints.post("/api/v1/auth/logout-all", this::logoutAll);
        endpoints.post("/api/v1/auth/password-reset/request", this::requestReset);
        endpoints.get("/api/v1/users/me", this::me);
        endpoints.put("/api/v1/users/me", this::rename);
    }

    private Answer register(Request request) {
        Fields fields = request.fields();
        String email = email(fields);
        String password = fields.newPassword("password");
        return Answer.created(users.register(email, password, fields.text("full_name", 1, 100)));
    }

    private Answer login(Request request) {
        Fields fields = request.fields();
        String email = email(fields);
        User user = users.login(email, fields.raw("password", 128))
                .orElseThrow(() -> new Problem(401, "Incorrect email or password"));
        return Answer.ok(session(user));
    }

    private Answer refresh(Request request) {
        Claims claims = tokens.refreshClaims(request.fields().text("refresh_token", 1, 4096));
        Long userId = refreshable.remove(claims.getId());
        User user = users.find(userId == null ? 0 : userId)
                .orElseThrow(() -> new Problem(401, "Invalid or expired refresh token"));
        return Answer.ok(session(user));
    }

    /** Ends the token that the request came with, and every refresh token of the user. */
    private Answer logout(Request request) {
        long user = request.userId();
        Claims presented = tokens.accessClaims(request.bearerToken());
        revoker.endToken(presented.getId(), presented.getExpiration().toInstant());
        return withoutRefresh(user);
    }

    /** Ends every token of the user. */
    private Answer logoutAll(Request request) {
        long user = request.userId();
        revoker.endTokensOf(user, Tokens.LONGEST_ACCESS);
        return withoutRefresh(user);
    }

    private Answer withoutRefresh(long user) {
        refreshable.values().removeIf(owner -> owner == user);
        return Answer.noContent();
    }

    /** Says the same whether or not the address is known. */
    private Answer requestReset(Request request) {
        email(request.fields());
        return Answer.of(202, Map.of("message", "If the address is registered, a reset link is on its way"));
    }

    private Answer me(Request request) {
        return Answer.ok(users.find(request.userId()).orElseThrow(() -> Problem.notFound("User")));
    }

    private Answer rename(Request request) {
        return Answer.ok(users.rename(request.userId(), request.fields().text("full_name", 1, 100)));
    }

    private Session session(User user) {
        String id = UUID.randomUUID().toString();
        refreshable.put(id, user.id());
        return new Session(
                tokens.access(user, Tokens.ACCESS_LIFETIME),
                tokens.refresh(user, id),
                "bearer",
                Tokens.ACCESS_LIFETIME.toSeconds());
    }

    private static String email(Fields fields) {
        String email = fields.text("email", 3, 254);
        if (!email.matches("[^@\\s]+@[^@\\s.]+(\\.[^@\\s.]+)+")) {
            throw new Problem(422, "email is not usable (expected: an address like name@example.com)");
        }
        return email;
    }

    /** What a login answers. */
    record Session(String accessToken, String refreshToken, String tokenType, long expiresIn) {}
}
