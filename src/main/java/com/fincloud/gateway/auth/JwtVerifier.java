package com.fincloud.gateway.auth;

import com.fincloud.gateway.auth.issuer.IssuerEntry;
import com.fincloud.gateway.auth.issuer.IssuerFile;
import com.fincloud.gateway.auth.jwks.KeySetConnection;
import com.fincloud.gateway.auth.token.BearerToken;
import com.fincloud.gateway.auth.token.Caller;
import com.fincloud.gateway.auth.token.CompactJws;
import com.fincloud.gateway.auth.token.KeyStatus;
import com.fincloud.gateway.auth.token.Lifetime;
import com.fincloud.gateway.auth.token.RevocableToken;
import com.fincloud.gateway.auth.token.StrictJson;
import com.fincloud.gateway.auth.token.TokenFault;
import com.fincloud.gateway.auth.token.TokenHeader;
import com.fincloud.gateway.configfile.ConfigFault;
import com.fincloud.gateway.configfile.FollowedFile;
import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.settings.GatewaySettings;
import com.fincloud.gateway.settings.SettingsException;
import com.fincloud.gateway.settings.Variable;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the token in {@code Authorization} and returns the {@link Caller} (RFC 6750, RFC 7519), or throws the reason of the refusal. It
 * is thread-safe. It fetches only the issuers' keys, from the URLs in the settings.
 *
 * <p>The checks are, in this order: encoding, header, signature, lifetime, issuer and audience, type, subject, other claims, revocation. So
 * no claim of a forged token is evaluated but {@code iss}, which chooses the entry.
 */
public final class JwtVerifier implements AutoCloseable {

    private static final int CACHED_TOKENS = 10_000;

    private final LiveIssuers issuers;
    private final @Nullable FollowedFile<List<IssuerEntry>> file;
    private final Duration skew;
    private final Clock clock;
    private final Revocations revocations;
    private final VerifiedTokens cache = new VerifiedTokens(CACHED_TOKENS);
    private volatile Runnable listener = () -> {};

    /**
     * Creates a verifier for the one issuer of the variables. A configured key is available at once; a key set is available after
     * {@link #start} has fetched it.
     *
     * @throws SettingsException when the key is unreadable, of the wrong kind or too weak
     */
    public JwtVerifier(GatewaySettings.Jwt settings, Clock clock) {
        this(settings, clock, new Revocations());
    }

    /**
     * Creates a verifier that also refuses the tokens in {@code revocations}.
     *
     * @throws SettingsException when the key is unreadable, of the wrong kind or too weak
     */
    public JwtVerifier(GatewaySettings.Jwt settings, Clock clock, Revocations revocations) {
        this(settings, false, clock, revocations, KeySetConnection.direct());
    }

    /**
     * Creates a verifier for the issuers of the settings, which fetches keys over {@code connection}.
     *
     * <p>A file of issuers that is not usable accepts no token: {@link #requireUsable} says so.
     *
     * @throws SettingsException when a key is not usable
     */
    public JwtVerifier(
            GatewaySettings.Jwt settings,
            boolean production,
            Clock clock,
            Revocations revocations,
            KeySetConnection connection) {
        this.file = settings.issuers().isEmpty()
                ? null
                : new FollowedFile<List<IssuerEntry>>(
                                Variable.JWT_ISSUERS,
                                Path.of(settings.issuers()),
                                new IssuerFile(settings, production)::read,
                                List.of())
                        .load();
        this.issuers = file == null
                ? new LiveIssuers(clock, connection, List.of(IssuerVariables.of(settings)), true)
                : new LiveIssuers(clock, connection, file.current(), false);
        this.skew = settings.clockSkew();
        this.clock = clock;
        this.revocations = revocations;
    }

    /**
     * Returns this verifier if the file of the issuers is usable.
     *
     * @throws SettingsException if it is not, with the place and the reason
     */
    public JwtVerifier requireUsable() {
        ConfigFault fault = file == null ? null : file.fault();
        if (file != null && fault != null) {
            String name = String.valueOf(file.path().getFileName());
            throw new SettingsException(Variable.JWT_ISSUERS, file.path().toString(), fault.at(name));
        }
        return this;
    }

    /** Starts to fetch key sets and to follow the file of the issuers, without waiting. */
    public void start() {
        issuers.start();
        if (file != null) {
            file.onChange(entries -> {
                issuers.use(entries);
                listener.run();
            });
            file.watch();
        }
    }

    /**
     * Verifies the token of a request.
     *
     * @param authorizationHeaderValues the value of each {@code Authorization} header; empty if there is no such header
     * @throws GatewayException with TOKEN_MISSING, TOKEN_INVALID, TOKEN_TYPE, TOKEN_PAYLOAD, TOKEN_SUBJECT or TOKEN_KEYS_UNAVAILABLE, and
     *     nothing else
     */
    public Caller verify(List<String> authorizationHeaderValues) {
        return verified(BearerToken.of(authorizationHeaderValues)).caller();
    }

    /**
     * Verifies the token of a request for a connection that lasts longer. The result has the caller, and tells later whether the token is
     * still valid.
     *
     * @throws GatewayException as {@link #verify} does
     */
    public TokenPermission permission(List<String> authorizationHeaderValues) {
        String token = BearerToken.of(authorizationHeaderValues);
        return new TokenPermission(token, verified(token), issuers::current, this::isCurrent, clock);
    }

    private VerifiedTokens.Entry verified(String token) {
        VerifiedTokens.Entry known = cache.get(token);
        if (known != null && known.issuer().trusts(known.key())) {
            requireCurrent(known.lifetime());
            requireNotRevoked(known.token());
            return known;
        }
        CompactJws jws = CompactJws.parse(token);
        TokenHeader header = TokenHeader.of(StrictJson.object(jws.header()));
        Map<String, @Nullable Object> claims = StrictJson.object(jws.claims());
        TokenIssuers.Match match = issuers.current().verified(token, header, claims);
        Lifetime lifetime = Lifetime.of(claims);
        requireCurrent(lifetime);
        Caller caller = match.issuer().entry().claims().caller(header.parameters(), claims);
        RevocableToken revocable = RevocableToken.of(token, claims, caller.userId());
        requireNotRevoked(revocable);
        VerifiedTokens.Entry entry = new VerifiedTokens.Entry(match.issuer(), match.key(), lifetime, caller, revocable);
        cache.put(token, entry);
        return entry;
    }

    private boolean isCurrent(VerifiedTokens.Entry entry) {
        return entry.lifetime().includes(clock.instant(), skew) && !revocations.include(entry.token());
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

    /** What is known of each issuer's keys, by the names of the issuers. */
    public Map<String, KeyStatus> keys() {
        Map<String, KeyStatus> keys = new LinkedHashMap<>();
        for (TokenIssuer issuer : issuers.current().all()) {
            keys.put(issuer.entry().name(), issuer.keys().status());
        }
        return keys;
    }

    /**
     * Each issuer with its algorithms for people, in the order of the file: {@code staff (https://kc.example/realms/staff, RS256)}. Empty if
     * the variables describe the only issuer, and do not name it.
     */
    public List<String> issuers() {
        List<String> shown = new ArrayList<>();
        for (TokenIssuer issuer : issuers.current().all()) {
            String name = issuer.entry().claims().issuer();
            if (file != null || !name.isEmpty()) {
                shown.add(issuer.entry().name() + " (" + (name.isEmpty() ? "no iss" : name) + ", "
                        + String.join(" or ", issuer.entry().keys().algorithms()) + ")");
            }
        }
        return shown;
    }

    /** The file of the issuers; null if the variables describe the only issuer. */
    public @Nullable FollowedFile<?> file() {
        return file;
    }

    /** Calls {@code changed} after the issuers have changed. */
    public void onChange(Runnable changed) {
        listener = changed;
    }

    /** Stops fetching keys and following the file. */
    @Override
    public void close() {
        if (file != null) {
            file.close();
        }
        issuers.close();
    }
}
