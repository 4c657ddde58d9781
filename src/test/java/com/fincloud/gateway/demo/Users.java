package com.fincloud.gateway.demo;

import java.time.Clock;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The demo user, the administrator, and everybody who registered. */
final class Users {

    private final Clock clock;
    private final String nobodysHash;
    private final Map<Long, User> users = new HashMap<>();
    private final Map<String, Credentials> credentials = new HashMap<>();
    private long nextId = User.DEMO_ID + 1;

    Users(Clock clock) {
        this.clock = clock;
        nobodysHash = Passwords.hash(User.DEMO_PASSWORD);
        add(new User(User.DEMO_ID, User.DEMO_EMAIL, "Demo User", "user", clock.instant()), nobodysHash);
        add(new User(User.ADMIN_ID, User.ADMIN_EMAIL, "Admin", "admin", clock.instant()), nobodysHash);
    }

    /** Adds a user; an address that is known is 409. */
    User register(String email, String password, String fullName) {
        String key = email.toLowerCase(Locale.ROOT);
        String hash = Passwords.hash(password);
        synchronized (users) {
            if (credentials.containsKey(key)) {
                throw new Problem(409, "Email already registered");
            }
            User user = new User(nextId++, key, fullName, "user", clock.instant());
            add(user, hash);
            return user;
        }
    }

    private void add(User user, String hash) {
        users.put(user.id(), user);
        credentials.put(user.email(), new Credentials(user.id(), hash));
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
