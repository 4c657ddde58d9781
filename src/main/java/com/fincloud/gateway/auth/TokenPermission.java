package com.fincloud.gateway.auth;

import com.fincloud.gateway.auth.token.Caller;
import com.fincloud.gateway.auth.token.CompactJws;
import com.fincloud.gateway.auth.token.StrictJson;
import com.fincloud.gateway.auth.token.TokenHeader;
import com.fincloud.gateway.error.GatewayException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether the verified token of a connection is still valid, for a connection that lasts longer than its request. One thread asks it again
 * and again for all connections, so an answer never waits and never fetches a key, and the token is parsed only if its key has lost its
 * trust.
 *
 * <p>The end of the lifetime and a revocation count first: they need no key. While the issuer has no key at all, nothing else ends the
 * permission.
 */
public final class TokenPermission implements BooleanSupplier {

    /** The minimum time between two attempts to verify the signature while an issuer has no key. */
    static final Duration RETRY = Duration.ofSeconds(1);

    private final String token;
    private final Supplier<TokenIssuers> issuers;
    private final Predicate<VerifiedTokens.Entry> current;
    private final Clock clock;
    private volatile VerifiedTokens.Entry entry;
    private volatile @Nullable Instant lastAttempt;

    /** Creates it for a verified token. {@code current} tells whether a token is in its lifetime and not revoked. */
    TokenPermission(
            String token,
            VerifiedTokens.Entry entry,
            Supplier<TokenIssuers> issuers,
            Predicate<VerifiedTokens.Entry> current,
            Clock clock) {
        this.token = token;
        this.entry = entry;
        this.issuers = issuers;
        this.current = current;
        this.clock = clock;
    }

    /** The caller that the token identifies. */
    public Caller caller() {
        return entry.caller();
    }

    @Override
    public boolean getAsBoolean() {
        VerifiedTokens.Entry known = entry;
        return current.test(known) && (known.issuer().trusts(known.key()) || isVerifiedAgain(known));
    }

    /** Verifies the token with the keys that are known now. It must identify the same user: the backend has got the name already. */
    private boolean isVerifiedAgain(VerifiedTokens.Entry known) {
        Instant now = clock.instant();
        Instant last = lastAttempt;
        if (last != null && !now.isBefore(last) && now.isBefore(last.plus(RETRY))) {
            return true;
        }
        try {
            VerifiedTokens.Entry again = verified(known);
            if (again == null) {
                lastAttempt = now;
                return true;
            }
            boolean same = again.caller().userId().equals(known.caller().userId());
            entry = same ? again : known;
            return same;
        } catch (GatewayException e) {
            return false;
        }
    }

    private VerifiedTokens.@Nullable Entry verified(VerifiedTokens.Entry known) {
        CompactJws jws = CompactJws.parse(token);
        TokenHeader header = TokenHeader.of(StrictJson.object(jws.header()));
        Map<String, @Nullable Object> claims = StrictJson.object(jws.claims());
        TokenIssuers.Match match = issuers.get().verifiedNow(token, header, claims);
        if (match == null) {
            return null;
        }
        Caller caller = match.issuer().entry().claims().caller(header.parameters(), claims);
        return new VerifiedTokens.Entry(match.issuer(), match.key(), known.lifetime(), caller, known.token());
    }
}
