package com.fincloud.gateway.demo;

import java.time.Clock;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Everybody who registered, the demo user first. */
final class Users {

    private final Clock clock;
    private final String nobodysHash;
    private final Map<Long, User> users = new HashMap<>();
    private final Map<String, Credentials> credentials = new HashMap<>();

    Users(Clock clock) {
        this.clock = clock;
        register(User.DEMO_EMAIL, User.DEMO_PASSWORD, "Demo User");
        nobodysHash = credentials(User.DEMO_EMAIL).map(Credentials::hash).orElseThrow();
    }

    /** Adds a user; an address that is known is 409. */
    User register(String email, String password, String fullName) {
        String key = email.toLowerCase(Locale.ROOT);
        String hash = Passwords.hash(password);
        synchronized (users) {
            if (credentials.containsKey(key)) {
                throw new Problem(409, "Email already registered");
            }
            User user = new User(users.size() + User.DEMO_ID, key, fullName, "user", clock.instant());
            users.put(user.id(), user);
            credentials.put(key, new Credentials(user.id(), hash));
            return user;
        }
    }

    /** The user with these credentials. An unknown address takes as long as a wrong password. */
    Optional<User> login(String email, String password) {
        Optional<Credentials> known = credentials(email.toLowerCase(Locale.ROOT));
        boolean matches =
                Passwords.matches(password, known.map(Credentials::hash).orElse(nobodysHash));
        return matches ? known.flatMap(entry -> find(entry.userId())) : Optional.empty();
    }

    Optional<User> find(long id) {
        synchronized (users) {
            return Optional.ofNullable(users.get(id));
        }
    }

    /** Gives a user another name; an unknown user is 404. */
    User rename(long id, String fullName) {
        synchronized (users) {
            User user = find(id).orElseThrow(() -> Problem.notFound("User")).renamed(fullName);
            users.put(id, user);
            return user;
        }
    }

    private Optional<Credentials> credentials(String key) {
        synchronized (users) {
            return Optional.ofNullable(credentials.get(key));
        }
    }

    private record Credentials(long userId, String hash) {}
}
