package com.fincloud.gateway.demo;

import org.jspecify.annotations.Nullable;

/** The development run cannot start; the message says why and what to do. */
final class CannotStart extends RuntimeException {

    CannotStart(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
