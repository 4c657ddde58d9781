package com.fincloud.gateway.http.body;

import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A body that is sent to a backend could not be read, which is no failure of that backend. The client's body is too large, malformed or too
 * slow, or the client has disconnected; or another body broke off, or was not kept.
 */
public final class BodyReadException extends IOException {

    private final transient GatewayException answer;

    BodyReadException(GatewayError error, @Nullable Throwable cause) {
        super(error.sentence(), cause);
        this.answer = new GatewayException(error, cause);
    }

    private BodyReadException(GatewayException answer) {
        super(answer.getMessage(), answer);
        this.answer = answer;
    }

    /** The failure of a read; {@code service} is the backend whose answer the body is, or empty. */
    public static BodyReadException of(Exception thrown, String service) {
        if (thrown instanceof BodyReadException known) {
            return known;
        }
        return new BodyReadException(
                thrown instanceof GatewayException known
                        ? known
                        : service.isEmpty()
                                ? new GatewayException(GatewayError.UNFORESEEN, thrown)
                                : new GatewayException(GatewayError.BACKEND_BROKE_OFF, thrown, service));
    }

    /** The error for the client, if it is still connected. */
    public GatewayException answer() {
        return answer;
    }
}
