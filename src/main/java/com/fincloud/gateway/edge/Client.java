package com.fincloud.gateway.edge;

import java.time.Duration;

/** The other end of a request, while it is answered. */
interface Client {

    /** Whether it has left. It waits for nothing. */
    boolean hasLeft();

    /** Sets how long a read of the request's body may wait from now on. */
    void patience(Duration time);
}
