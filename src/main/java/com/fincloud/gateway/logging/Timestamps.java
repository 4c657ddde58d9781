package com.fincloud.gateway.logging;

import java.time.Instant;

/** Formats times as ISO 8601 in UTC, with microseconds. The part that is the same within a second is formatted once. */
final class Timestamps {

    private static final int MICROS_IN_A_SECOND = 1_000_000;

    private record Second(long number, String text) {

        static Second of(long number) {
            String text = Instant.ofEpochSecond(number).toString();
            return new Second(number, text.substring(0, text.length() - 1) + '.');
        }
    }

    private volatile Second latest = Second.of(0);

    /** {@code instant}, for instance {@code 2026-03-01T12:00:00.123456Z}. */
    String text(Instant instant) {
        Second second = latest;
        if (second.number() != instant.getEpochSecond()) {
            second = Second.of(instant.getEpochSecond());
            latest = second;
        }
        String micros = Integer.toString(
                MICROS_IN_A_SECOND + instant.getNano() / 1000); // with a leading digit that keeps the zeros
        return new StringBuilder(second.text().length() + micros.length())
                .append(second.text())
                .append(micros, 1, micros.length())
                .append('Z')
                .toString();
    }
}
