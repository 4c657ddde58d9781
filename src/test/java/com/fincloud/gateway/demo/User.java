package com.fincloud.gateway.demo;

import java.time.Instant;

/** A person with an account at FinCloud, as the services show it. */
record User(long id, String email, String fullName, String role, Instant createdAt) {

    /** Who is there from the start, beside the administrator. */
    static final long DEMO_ID = 1;

    static final String DEMO_EMAIL = "demo@fincloud.example";

    /** Has the role {@code admin}. The numbers of users who register do not come so far. */
    static final long ADMIN_ID = 1_000_000;

    static final String ADMIN_EMAIL = "admin@fincloud.example";

    /** Of both. */
    static final String DEMO_PASSWORD = "Demo-Pass-123";

    User renamed(String name) {
        return new User(id, email, name, role, createdAt);
    }
}
