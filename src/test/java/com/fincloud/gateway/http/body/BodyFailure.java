package com.fincloud.gateway.http.body;

import com.fincloud.gateway.error.GatewayError;
import java.io.IOException;

/** Failures of a client's body, for the tests of those who meet them. */
public final class BodyFailure {

    private BodyFailure() {}

    /** The failure that reading a body ends with. */
    public static IOException of(GatewayError error) {
        return new BodyReadException(error, null);
    }
}
