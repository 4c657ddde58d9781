package com.fincloud.gateway.auth.token;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The validity period of a token, in seconds since 1970 with fractions (RFC 7519 sections 4.1.4 to 4.1.6).
 *
 * @param from the later of {@code nbf} and {@code iat}
 * @param until {@code exp}, the first moment at which the token has expired
 */
public record Lifetime(BigDecimal from, BigDecimal until) {

    /** The end of the year 9999. A larger value is usually a time in milliseconds. */
    private static final BigDecimal LATEST = BigDecimal.valueOf(253_402_300_799L);

    private static final BigDecimal EARLIEST = LATEST.negate();
    private static final int MAX_DIGITS = 40;

    /** Reads {@code exp}, which is required, {@code nbf} and {@code iat}. */
    public static Lifetime of(Map<String, @Nullable Object> claims) {
        if (!claims.containsKey("exp")) {
            throw TokenFault.CLAIM.refusal("exp");
        }
        return new Lifetime(date(claims, "nbf").max(date(claims, "iat")), date(claims, "exp"));
    }

    /** The {@code iat}; the earliest possible time if there is none. */
    static BigDecimal issuedAt(Map<String, @Nullable Object> claims) {
        return date(claims, "iat");
    }

    /** Whether a token is valid at {@code now}, with a tolerance of {@code skew}. */
    public boolean includes(Instant now, Duration skew) {
        return !isOver(now, skew) && seconds(now.plus(skew)).compareTo(from) >= 0;
    }

    /** Whether the token has expired at {@code now}, with a tolerance of {@code skew}. */
    public boolean isOver(Instant now, Duration skew) {
        return seconds(now.minus(skew)).compareTo(until) >= 0;
    }

    private static BigDecimal date(Map<String, @Nullable Object> claims, String name) {
        if (!claims.containsKey(name)) {
            return EARLIEST;
        }
        if (claims.get(name) instanceof StrictJson.Num number && number.text().length() <= MAX_DIGITS) {
            try {
                // The value is only compared: arithmetic or rounding would expand 1e-999999999 to all its digits.
                BigDecimal date = new BigDecimal(number.text());
                if (date.compareTo(EARLIEST) >= 0 && date.compareTo(LATEST) <= 0) {
                    return date;
                }
            } catch (NumberFormatException e) {
                // The exponent exceeds an int: out of range, refused below.
            }
        }
        throw TokenFault.CLAIM.refusal(name);
    }

    private static BigDecimal seconds(Instant instant) {
        return BigDecimal.valueOf(instant.getEpochSecond()).add(BigDecimal.valueOf(instant.getNano(), 9));
    }
}
