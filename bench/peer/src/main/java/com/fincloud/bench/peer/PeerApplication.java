package com.fincloud.bench.peer;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts Spring Cloud Gateway with the routes of {@code application.yml}. */
@SpringBootApplication
public class PeerApplication {

    /** Runs until SIGTERM. */
    public static void main(String[] args) {
        SpringApplication.run(PeerApplication.class, args);
    }
}
