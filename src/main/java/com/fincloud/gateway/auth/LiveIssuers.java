package com.fincloud.gateway.auth;

import com.fincloud.gateway.auth.issuer.IssuerEntry;
import com.fincloud.gateway.auth.issuer.KeySource;
import com.fincloud.gateway.auth.jwks.KeySetConnection;
import com.fincloud.gateway.auth.jwks.KeyWait;
import com.fincloud.gateway.auth.jwks.PublishedKeys;
import com.fincloud.gateway.auth.token.TokenKeys;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps the issuers in use. A change of the entries keeps the fetched keys of each place that is still named. */
final class LiveIssuers implements AutoCloseable {

    private final Clock clock;
    private final KeySetConnection connection;
    private final boolean single;
    private final KeyWait wait = new KeyWait();
    private final Map<KeySource, PublishedKeys> sources = new HashMap<>();
    private boolean started;
    private boolean closed;
    private volatile TokenIssuers current;

    /** Creates it for these entries. {@code single} means that the only issuer verifies each token, whatever its {@code iss}. */
    LiveIssuers(Clock clock, KeySetConnection connection, List<IssuerEntry> entries, boolean single) {
        this.clock = clock;
        this.connection = connection;
        this.single = single;
        this.current = issuers(entries);
    }

    TokenIssuers current() {
        return current;
    }

    /** Starts to fetch keys. */
    synchronized void start() {
        started = true;
        sources.values().forEach(TokenKeys::start);
    }

    /** Replaces the entries. */
    synchronized void use(List<IssuerEntry> entries) {
        if (closed) {
            return;
        }
        TokenIssuers before = current;
        current = issuers(entries);
        before.all().forEach(TokenIssuer::retire);
        List<KeySource> named = entries.stream().map(IssuerEntry::keys).toList();
        sources.entrySet().removeIf(source -> {
            boolean unused = !named.contains(source.getKey());
            if (unused) {
                source.getValue().close();
            }
            return unused;
        });
    }

    private TokenIssuers issuers(List<IssuerEntry> entries) {
        List<TokenIssuer> issuers = new ArrayList<>();
        for (IssuerEntry entry : entries) {
            issuers.add(new TokenIssuer(entry, keys(entry.keys())));
        }
        return new TokenIssuers(issuers, single, wait);
    }

    private TokenKeys keys(KeySource source) {
        if (!source.isFetched()) {
            return new ConfiguredKeys(source.configured());
        }
        PublishedKeys known = sources.get(source);
        if (known != null) {
            return known;
        }
        PublishedKeys keys = new PublishedKeys(
                source.name(),
                source.algorithms(),
                clock,
                timer -> connection.open(source.url(), source.discovered(), timer));
        sources.entrySet().stream()
                .filter(other -> other.getKey().isSamePlace(source))
                .findFirst()
                .ifPresent(other -> keys.beginWith(other.getValue()));
        if (started) {
            keys.start();
        }
        sources.put(source, keys);
        return keys;
    }

    @Override
    public synchronized void close() {
        closed = true;
        sources.values().forEach(TokenKeys::close);
    }
}
