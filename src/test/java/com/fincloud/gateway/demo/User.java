package com.fincloud.gateway.demo;

import java.time.Instant;

/** A person with an account at FinCloud, as the services show it. */
record User(long id, String email, String fullName, String role, Instant createdAt) {

    /** Who is there from the start. */
    static final long DEMO_ID = 1;

    static final String DEMO_EMAIL = "demo@fincloud.example";
    static final String DEMO_PASSWORD = "Demo-Pass-123";

    User renamed(String name) {
        return new User(id, email, name, role, createdAt);
    }
}
