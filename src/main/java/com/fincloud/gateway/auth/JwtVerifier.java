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
 * Verifies the token in {@code Authorization} and returns the {@link Caller} (RFC 6750, RFC 7519), or throws the reason of the refusal. It
 * is thread-safe. It fetches only the issuer's keys, from the URL in the settings.
 *
 * <p>The checks are, in this order: encoding, header, signature, lifetime, issuer and audience, type, subject, other claims, revocation. So
 * the claims of a forged token are never evaluated.
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
     * Creates a verifier for the one configured algorithm. A configured key is available at once; a key set is available after
     * {@link #start} has fetched it.
     *
     * @throws com.fincloud.gateway.settings.SettingsException when the key is unreadable, of the wrong kind or too weak
     */
    public JwtVerifier(GatewaySettings.Jwt settings, Clock clock) {
        this(settings, clock, new Revocations());
    }

    /**
     * Creates a verifier that also refuses the tokens in {@code revocations}.
     *
     * @throws com.fincloud.gateway.settings.SettingsException when the key is unreadable, of the wrong kind or too weak
     */
    public JwtVerifier(GatewaySettings.Jwt settings, Clock clock, Revocations revocations) {
        this.header = new TokenHeader(settings.algorithm());
        this.keys = settings.jwksUrl().isEmpty()
                ? new ConfiguredKey(new TokenSignature(settings.algorithm(), VerificationKey.of(settings)))
                : new PublishedKeys(
                        settings.algorithm(), clock, timer -> new KeySetClient(URI.create(settings.jwksUrl()), timer));
        this.claims = ClaimVariables.of(settings);
        this.skew = settings.clockSkew();
        this.clock = clock;
        this.revocations = revocations;
    }

    /** Starts to fetch the issuer's key set, if there is one, without waiting for it. */
    public void start() {
        keys.start();
    }

    /**
     * Verifies the token of a request.
     *
     * @param authorizationHeaderValues the value of each {@code Authorization} header; empty if there is no such header
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
        Map<String, @Nullable Object> parameters = StrictJson.object(jws.header());
        TokenSignature key = key(parameters);
        key.require(token);
        Map<String, @Nullable Object> signed = StrictJson.object(jws.claims());
        Lifetime lifetime = Lifetime.of(signed);
        requireCurrent(lifetime);
        Caller caller = claims.caller(parameters, signed);
        RevocableToken revocable = RevocableToken.of(token, signed, caller.userId());
        requireNotRevoked(revocable);
        verified.put(token, new VerifiedTokens.Entry(key, lifetime, caller, revocable));
        return caller;
    }

    /**
     * Whether {@link #verify} would still accept the token. A failure that is no fault of the token, for instance an issuer without keys, does
     * not end the permission.
     */
    public boolean stillAccepts(List<String> authorizationHeaderValues) {
        try {
            verify(authorizationHeaderValues);
            return true;
        } catch (GatewayException e) {
            return e.error().status() != 401;
        }
    }

    private TokenSignature key(Map<String, @Nullable Object> parameters) {
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

    /** Stops fetching keys. */
    @Override
    public void close() {
        keys.close();
    }
}
