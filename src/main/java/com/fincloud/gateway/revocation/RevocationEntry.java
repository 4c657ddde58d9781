package com.fincloud.gateway.revocation;

import com.fincloud.gateway.auth.Revocations;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the stream, as {@code docs/revocation.md} describes it: {@code jti}, {@code sha256} or {@code user}, with {@code iat} and
 * {@code exp}. A number that is not usable is replaced by the safe value, so that the tokens are revoked in any case.
 *
 * @param until when the last covered token expires, in seconds since 1970
 * @param problems the fields that are not usable, without their values
 */
record RevocationEntry(
        EntryId id,
        @Nullable String jti,
        @Nullable String sha256,
        @Nullable String user,
        BigDecimal issuedUntil,
        long until,
        List<String> problems) {

    private static final int MAX_ID = 512;
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern USER = Pattern.compile("[!-~]{1,512}");
    private static final Pattern SECONDS = Pattern.compile("\\d{1,11}(\\.\\d{1,9})?");

    /** Reads an entry. Without an {@code iat} it covers the tokens that were issued until the entry was written. */
    static RevocationEntry of(EntryId id, Map<String, String> fields) {
        List<String> problems = new ArrayList<>();
        String jti = fields.get("jti");
        if (jti != null && (jti.isEmpty() || jti.length() > MAX_ID)) {
            problems.add("jti (expected: 1 to " + MAX_ID + " characters)");
            jti = null;
        }
        String sha256 = fields.get("sha256");
        if (sha256 != null) {
            sha256 = matching(
                    HASH, sha256.toLowerCase(Locale.ROOT), "sha256 (expected: 64 hexadecimal digits)", problems);
        }
        String user = matching(USER, fields.get("user"), "user (expected: the user as in X-User-ID)", problems);
        String expected = " (expected: seconds since 1970)";
        String iat = matching(SECONDS, fields.get("iat"), "iat" + expected, problems);
        String exp = matching(SECONDS, fields.get("exp"), "exp" + expected, problems);
        if (jti == null && sha256 == null && user == null && problems.isEmpty()) {
            problems.add("it names nothing (expected: jti, sha256 or user)");
        }
        return new RevocationEntry(
                id,
                jti,
                sha256,
                user,
                iat == null ? id.second() : new BigDecimal(iat),
                exp == null ? Revocations.UNKNOWN : wholeSeconds(exp),
                problems);
    }

    private static @Nullable String matching(
            Pattern pattern, @Nullable String value, String problem, List<String> problems) {
        if (value == null || pattern.matcher(value).matches()) {
            return value;
        }
        problems.add(problem);
        return null;
    }

    private static long wholeSeconds(String seconds) {
        return new BigDecimal(seconds).setScale(0, RoundingMode.CEILING).longValueExact();
    }

    void addTo(Revocations revocations) {
        if (jti != null) {
            revocations.endId(jti, until);
        }
        if (sha256 != null) {
            revocations.endHash(sha256, until);
        }
        if (user != null) {
            revocations.endUser(user, issuedUntil, until);
        }
    }
}
