package com.fincloud.gateway.upstream.client.http1;

/** What a look at an idle connection has found. */
enum Look {
    ALIVE,
    /** The backend has closed the connection. */
    ENDED,
    /** The backend has sent bytes that nobody requested. */
    UNEXPECTED_BYTES
}
