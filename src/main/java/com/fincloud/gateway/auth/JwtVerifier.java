package com.fincloud.gateway.auth;

import com.fincloud.gateway.auth.jwks.KeySetClient;
import com.fincloud.gateway.auth.jwks.PublishedKeys;
import com.fincloud.gateway.auth.jwks.VerificationKey;
import com.fincloud.gateway.auth.token.BearerToken;
import com.fincloud.gateway.auth.token.Caller;
import com.fincloud.gateway.auth.token.CompactJws;
import com.fincloud.gateway.auth.token.Lifetime;
import com.fincloud.gateway.auth.token.RevocableToken;
import com.fincloud.gateway.auth.token.StrictJson;
import com.fincloud.gateway.auth.token.TokenClaims;
import com.fincloud.gateway.auth.token.TokenFault;
import com.fincloud.gateway.auth.token.TokenHeader;
import com.fincloud.gateway.auth.token.TokenKeys;
import com.fincloud.gateway.auth.token.TokenSignature;
import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.settings.GatewaySettings;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns the {@code Authorization} of a request into a {@link Caller} (RFC 6750, RFC 7519), or says why it cannot. It is thread
 * safe, and fetches nothing but the issuer's keys from where the settings say.
 *
 * <p>A token passes, in this order: spelling, header, signature, lifetime, issuer and audience, type, subject, the rest,
 * revocation. So nothing that a forged token claims is ever judged.
 */
public final class JwtVerifier implements AutoCloseable {

    private static final int CACHED_TOKENS = 10_000;

    private final TokenHeader header;
    private final TokenKeys keys;
    private final TokenClaims claims;
    private final Duration skew;
    private final Clock clock;
    private final Revocations revocations;
    private final VerifiedTokens verified = new VerifiedTokens(CACHED_TOKENS);

    /**
     * A verifier for the one configured algorithm. Without a key set its key is known at once, with one from {@link #start} on.
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
        this.keys = settings.jwksUrl().isEmpty()
                ? new ConfiguredKey(new TokenSignature(settings.algorithm(), VerificationKey.of(settings)))
                : new PublishedKeys(
                        settings.algorithm(), clock, timer -> new KeySetClient(URI.create(settings.jwksUrl()), timer));
        this.claims = new TokenClaims(settings.issuer(), settings.audience());
        this.skew = settings.clockSkew();
        this.clock = clock;
        this.revocations = revocations;
    }

    /** Begins to fetch the issuer's keys where they are published, without waiting for them. */
    public void start() {
        keys.start();
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
        if (known != null && keys.trusts(known.key())) {
            requireCurrent(known.lifetime());
            requireNotRevoked(known.token());
            return known.caller();
        }
        CompactJws jws = CompactJws.parse(token);
        TokenSignature key = key(jws);
        key.require(token);
        Map<String, @Nullable Object> signed = StrictJson.object(jws.claims());
        Lifetime lifetime = Lifetime.of(signed);
        requireCurrent(lifetime);
        Caller caller = claims.caller(signed);
        RevocableToken revocable = RevocableToken.of(token, signed, caller.userId());
        requireNotRevoked(revocable);
        verified.put(token, new VerifiedTokens.Entry(key, lifetime, caller, revocable));
        return caller;
    }

    private TokenSignature key(CompactJws jws) {
        Map<String, @Nullable Object> parameters = StrictJson.object(jws.header());
        header.require(parameters);
        return keys.of(parameters.get("kid") instanceof String id ? id : null);
    }

    private void requireCurrent(Lifetime lifetime) {
        Instant now = clock.instant();
        if (!lifetime.includes(now, skew)) {
            throw (lifetime.isOver(now, skew) ? TokenFault.EXPIRED : TokenFault.NOT_YET_VALID).refusal();
        }
    }

    private void requireNotRevoked(RevocableToken token) {
        if (revocations.include(token)) {
            throw TokenFault.REVOKED.refusal();
        }
    }

    /** Ends the fetching. */
    @Override
    public void close() {
        keys.close();
    }
}
