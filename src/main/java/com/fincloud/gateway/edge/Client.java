package com.fincloud.gateway.edge;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The other end of a request, while it is answered. */
interface Client {

    /** Whether it has left. It waits for nothing. */
    boolean hasLeft();

    /** Sets how long a read of the request's body may wait from now on. */
    void patience(Duration time);

    /** The answer is out: takes what nobody wanted of the request's body, or ends the connection. */
    void takeUnread(@Nullable RequestBody body, Reply reply);
}
