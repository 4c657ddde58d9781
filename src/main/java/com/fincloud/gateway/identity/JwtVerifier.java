package com.fincloud.gateway.identity;

import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.settings.GatewaySettings;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns the {@code Authorization} of a request into a {@link Caller} (RFC 6750, RFC 7519), or says why it cannot. It is thread
 * safe and fetches nothing.
 *
 * <p>A token passes, in this order: spelling, header, signature, lifetime, issuer and audience, type, subject, the rest,
 * revocation. So nothing that a forged token claims is ever judged.
 */
public final class JwtVerifier {

    private static final int CACHED_TOKENS = 10_000;

    private final TokenHeader header;
    private final TokenSignature signature;
    private final TokenClaims claims;
    private final Duration skew;
    private final Clock clock;
    private final Revocations revocations;
    private final VerifiedTokens verified = new VerifiedTokens(CACHED_TOKENS);

    /**
     * A verifier for the one configured algorithm and key.
     *
     * @throws com.fincloud.gateway.settings.SettingsException when the key is unreadable, of the wrong kind or too weak
     */
    public JwtVerifier(GatewaySettings.Jwt settings, Clock clock) {
        this(settings, clock, new Revocations());
    }

    /**
     * A verifier that refuses what {@code revocations} name, from the moment at which they do.
     *
     * @throws com.fincloud.gateway.settings.SettingsException when the key is unreadable, of the wrong kind or too weak
     */
    public JwtVerifier(GatewaySettings.Jwt settings, Clock clock, Revocations revocations) {
        this.header = new TokenHeader(settings.algorithm());
        this.signature = new TokenSignature(settings.algorithm(), VerificationKey.of(settings));
        this.claims = new TokenClaims(settings.issuer(), settings.audience());
        this.skew = settings.clockSkew();
        this.clock = clock;
        this.revocations = revocations;
    }

    /**
     * Verifies the token of a request.
     *
     * @param authorizationHeaderValues the value of each {@code Authorization} header, none when there is no such header
     * @throws GatewayException with TOKEN_MISSING, TOKEN_INVALID, TOKEN_TYPE, TOKEN_PAYLOAD or TOKEN_SUBJECT, and nothing else
     */
    public Caller verify(List<String> authorizationHeaderValues) {
        String token = BearerToken.of(authorizationHeaderValues);
        VerifiedTokens.Entry known = verified.get(token);
        if (known != null) {
            requireCurrent(known.lifetime());
            requireNotRevoked(known.token());
            return known.caller();
        }
        Map<String, @Nullable Object> signed = signedClaims(token);
        Lifetime lifetime = Lifetime.of(signed);
        requireCurrent(lifetime);
        Caller caller = claims.caller(signed);
        RevocableToken revocable = RevocableToken.of(token, signed, caller.userId());
        requireNotRevoked(revocable);
        verified.put(token, new VerifiedTokens.Entry(lifetime, caller, revocable));
        return caller;
    }

    private Map<String, @Nullable Object> signedClaims(String token) {
        CompactJws jws = CompactJws.parse(token);
        header.require(StrictJson.object(jws.header()));
        signature.require(token);
        return StrictJson.object(jws.claims());
    }

    private void requireCurrent(Lifetime lifetime) {
        if (!lifetime.includes(clock.instant(), skew)) {
            throw new GatewayException(GatewayError.TOKEN_INVALID);
        }
    }

    private void requireNotRevoked(RevocableToken token) {
        if (revocations.include(token)) {
            throw new GatewayException(GatewayError.TOKEN_INVALID);
        }
    }
}
