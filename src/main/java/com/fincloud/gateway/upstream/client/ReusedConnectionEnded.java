package com.fincloud.gateway.upstream.client;

import java.io.IOException;

/**
 * A reused connection ended before the first byte of a response, and the request must not be sent again. A backend may close an idle
 * connection at any time (RFC 9112 section 9.5), so this is not a failure of the service.
 */
final class ReusedConnectionEnded extends IOException {

    ReusedConnectionEnded(IOException cause) {
        super("the reused connection ended before the first byte of the answer", cause);
    }
}
