package com.fincloud.gateway.http;

import com.fincloud.gateway.http.body.RequestBody;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The other end of a request, while it is answered. */
public interface ClientConnection {

    /** Whether it has left. It waits for nothing. */
    boolean hasLeft();

    /** Sets how long a read of the request's body may wait from now on. */
    void patience(Duration time);

    /**
     * The answer is out: takes what nobody wanted of the request's body.
     *
     * @return whether the connection can go on; if not, it must be broken off
     */
    boolean takeUnread(@Nullable RequestBody body);
}
