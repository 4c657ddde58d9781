package com.fincloud.gateway.http;

import com.fincloud.gateway.http.body.RequestBody;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The client's connection while a request is handled. */
public interface ClientConnection {

    /** What is known of the client without waiting. */
    enum Presence {
        PRESENT,
        /** The client sends nothing more (FIN), but may still read: RFC 9112 section 9.6. */
        HALF_CLOSED,
        /** The client reads no response. */
        GONE
    }

    /** Whether the client is still there. Returns without waiting. */
    Presence presence();

    /** A number that changes with each write to the client; 0 where that is not known. */
    long lastWrite();

    /** Sets the read time-out for the request's body. */
    void readTimeout(Duration time);

    /**
     * Reads and discards the rest of the request's body after the response has been sent.
     *
     * @return whether the connection can be used for the next request; if not, it must be closed
     */
    boolean takeUnread(@Nullable RequestBody body);
}
