package com.fincloud.gateway.auth.token;

import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import java.util.Locale;

/**
 * Why a token was not accepted. Operators see it in the log and in a metric; the client learns no more than the {@link GatewayError}
 * says, for a forger could use it.
 */
public enum TokenFault {
    /** No {@code Authorization}, another scheme, or nothing behind it. */
    MISSING(GatewayError.TOKEN_MISSING),
    /** Not one JWS in its one spelling: its parts, base64url, JSON, its length, or several headers. */
    MALFORMED(GatewayError.TOKEN_INVALID),
    /** Another algorithm, a type that is none of an access token, or a header parameter that is refused. */
    HEADER(GatewayError.TOKEN_INVALID),
    /** No key of that {@code kid}. */
    UNKNOWN_KEY(GatewayError.TOKEN_INVALID),
    SIGNATURE(GatewayError.TOKEN_INVALID),
    EXPIRED(GatewayError.TOKEN_INVALID),
    /** {@code nbf} or {@code iat} lies in the future. */
    NOT_YET_VALID(GatewayError.TOKEN_INVALID),
    ISSUER(GatewayError.TOKEN_INVALID),
    AUDIENCE(GatewayError.TOKEN_INVALID),
    /** A claim is missing, or has a value that it cannot have. */
    CLAIM(GatewayError.TOKEN_INVALID),
    REVOKED(GatewayError.TOKEN_INVALID),
    TYPE(GatewayError.TOKEN_TYPE),
    /** No {@code sub}. */
    PAYLOAD(GatewayError.TOKEN_PAYLOAD),
    /** A {@code sub} that is no integer. */
    SUBJECT(GatewayError.TOKEN_SUBJECT);

    private final GatewayError error;

    TokenFault(GatewayError error) {
        this.error = error;
    }

    /** The fault in lower case, as logs and metrics have it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What to throw. */
    public GatewayException refusal() {
        return new GatewayException(error).because(word());
    }
}
