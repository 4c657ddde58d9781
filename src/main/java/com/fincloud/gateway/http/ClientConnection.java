package com.fincloud.gateway.http;

import com.fincloud.gateway.http.body.RequestBody;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The client's connection while a request is handled. */
public interface ClientConnection {

    /** Whether the client has disconnected. Returns without waiting. */
    boolean hasLeft();

    /** Sets the read time-out for the request's body. */
    void readTimeout(Duration time);

    /**
     * Reads and discards the rest of the request's body after the response has been sent.
     *
     * @return whether the connection can be used for the next request; if not, it must be closed
     */
    boolean takeUnread(@Nullable RequestBody body);
}
