package com.fincloud.gateway.auth.token;

import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import java.util.Locale;

/**
 * Why a token was refused. Operators see it in the log and in a metric. The client gets only the {@link GatewayError}, because the details
 * would help an attacker.
 */
public enum TokenFault {
    /** No {@code Authorization} header, a scheme other than Bearer, or an empty token. */
    MISSING(GatewayError.TOKEN_MISSING),
    /** The token is not a JWS in canonical form: wrong parts, base64url, JSON or length, or several headers. */
    MALFORMED(GatewayError.TOKEN_INVALID),
    /** A wrong algorithm, a type that is not an access token, or a header parameter that is refused. */
    HEADER(GatewayError.TOKEN_INVALID),
    /** No key has this {@code kid}. */
    UNKNOWN_KEY(GatewayError.TOKEN_INVALID),
    /** The issuer's keys have not been fetched yet. */
    NO_KEY(GatewayError.TOKEN_KEYS_UNAVAILABLE),
    SIGNATURE(GatewayError.TOKEN_INVALID),
    EXPIRED(GatewayError.TOKEN_INVALID),
    /** {@code nbf} or {@code iat} is in the future. */
    NOT_YET_VALID(GatewayError.TOKEN_INVALID),
    ISSUER(GatewayError.TOKEN_INVALID),
    AUDIENCE(GatewayError.TOKEN_INVALID),
    /** A claim is missing or has an invalid value. */
    CLAIM(GatewayError.TOKEN_INVALID),
    /** The text cannot be an API key. */
    API_KEY_MALFORMED(GatewayError.API_KEY_INVALID),
    /** No entry has this API key. */
    API_KEY_UNKNOWN(GatewayError.API_KEY_INVALID),
    API_KEY_EXPIRED(GatewayError.API_KEY_INVALID),
    /** The API key may not be used from this address. */
    API_KEY_NETWORK(GatewayError.API_KEY_INVALID),
    API_KEY_REVOKED(GatewayError.API_KEY_INVALID),
    /** An API key comes with a second one, or with a token. */
    API_KEY_TWICE(GatewayError.API_KEY_INVALID),
    REVOKED(GatewayError.TOKEN_INVALID),
    TYPE(GatewayError.TOKEN_TYPE),
    /** No user. */
    PAYLOAD(GatewayError.TOKEN_PAYLOAD),
    /** The user is not an integer, or not a visible text. */
    SUBJECT(GatewayError.TOKEN_SUBJECT);

    private final GatewayError error;

    TokenFault(GatewayError error) {
        this.error = error;
    }

    /** The fault in lower case, as in logs and metrics. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The exception to throw. */
    public GatewayException refusal() {
        return new GatewayException(error).because(word());
    }

    /** The exception to throw for a claim. The log shows the claim's name, and not its value. */
    public GatewayException refusal(String claim) {
        return refusal().about(claim);
    }
}
