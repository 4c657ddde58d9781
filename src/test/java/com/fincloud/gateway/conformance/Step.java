package com.fincloud.gateway.conformance;

/** One thing that an end of a connection does. */
sealed interface Step {

    /** Sends bytes. */
    record Send(byte[] bytes) implements Step {}

    /** From here on each byte goes out alone, with this pause before it. */
    record Pace(long millis) implements Step {}

    /** Reads until this text has come. */
    record Until(String text) implements Step {}

    /** Sends these bytes again and again until the other end has had enough. */
    record Forever(byte[] bytes) implements Step {}

    /** Sends so many zero bytes. */
    record Zeros(long count) implements Step {}

    /** Ends its own direction. */
    record End() implements Step {}

    /** Resets the connection. */
    record Reset() implements Step {}

    /** Waits for the other end to end the connection. */
    record Silence() implements Step {}
}
