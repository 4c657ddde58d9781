package com.fincloud.gateway.auth.jwks;

import com.fincloud.gateway.auth.token.StrictJson;
import com.fincloud.gateway.auth.token.TokenSignature;
import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The usable keys of a JSON Web Key Set (RFC 7517 section 5). The set is immutable. */
final class KeySet {

    static final KeySet EMPTY = new KeySet("", List.of());

    private static final Logger LOG = LoggerFactory.getLogger(KeySet.class);

    /** A key and its verifier. If the next set has the same key, it keeps the verifier, so that cached tokens of this key stay valid. */
    private record Member(@Nullable String id, PublicKey key, TokenSignature verifier) {}

    /** The maximum number of reasons in the one log line about a set without a usable key. Such a set is fetched again and again. */
    private static final int MAX_REASONS = 5;

    /** A key that is left out. */
    private record Unused(String id, String reason) {

        @Override
        public String toString() {
            return id.isEmpty() ? reason : id + ": " + reason;
        }
    }

    private final String text;
    private final List<Member> members;
    private final Set<TokenSignature> verifiers;

    private KeySet(String text, List<Member> members) {
        this.text = text;
        this.members = List.copyOf(members);
        this.verifiers = new HashSet<>(members.stream().map(Member::verifier).toList());
    }

    /**
     * The next version of the set. A key that cannot be used is left out, and a log line reports it.
     *
     * @throws IOException if the text is not a key set, or has no usable key
     */
    KeySet next(String newText, String algorithm) throws IOException {
        if (!isEmpty() && newText.equals(text)) {
            return this;
        }
        if (!(StrictJson.object(new StringReader(newText)).get("keys") instanceof List<?> elements)) {
            throw new IOException("it has no array of keys");
        }
        List<Jwk> keys = new ArrayList<>();
        List<Unused> unused = new ArrayList<>();
        sort(elements, algorithm, keys, unused);
        if (keys.isEmpty()) {
            throw new IOException("it has no key for JWT_ALGORITHM=" + algorithm + ": "
                    + unused.stream().limit(MAX_REASONS).toList());
        }
        unused.forEach(key -> LOG.atWarn()
                .addKeyValue("kid", key.id())
                .addKeyValue("reason", key.reason())
                .log("Key of the key set not used"));
        return new KeySet(
                newText, keys.stream().map(key -> member(key, algorithm)).toList());
    }

    private static void sort(List<?> elements, String algorithm, List<Jwk> usable, List<Unused> unused) {
        Set<String> ambiguous = new HashSet<>();
        for (Object element : elements) {
            try {
                Jwk key = Jwk.of(element, algorithm);
                if (usable.contains(key)) {
                    continue;
                }
                String id = key.id();
                if (id != null && usable.stream().anyMatch(other -> id.equals(other.id()))) {
                    ambiguous.add(id);
                }
                usable.add(key);
            } catch (GeneralSecurityException e) {
                unused.add(new Unused(Jwk.nameOf(element), String.valueOf(e.getMessage())));
            }
        }
        // The gateway would have to guess which of these keys a token means (RFC 7517 section 4.5).
        ambiguous.forEach(id -> unused.add(new Unused(id, "another key has the same kid")));
        usable.removeIf(key -> key.id() != null && ambiguous.contains(key.id()));
    }

    private Member member(Jwk key, String algorithm) {
        for (Member known : members) {
            if (Objects.equals(known.id(), key.id()) && known.key().equals(key.key())) {
                return known;
            }
        }
        return new Member(key.id(), key.key(), new TokenSignature(algorithm, key.key()));
    }

    /** The key with this id. Without an id, the only key of the set, if it has exactly one. */
    @Nullable
    TokenSignature find(@Nullable String id) {
        if (id == null) {
            return members.size() == 1 ? members.get(0).verifier() : null;
        }
        for (Member member : members) {
            if (id.equals(member.id())) {
                return member.verifier();
            }
        }
        return null;
    }

    boolean contains(TokenSignature verifier) {
        return verifiers.contains(verifier);
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    /** The ids of the keys for a log line; empty for a key without an id. */
    List<String> ids() {
        return members.stream()
                .map(member -> member.id() == null ? "" : member.id())
                .toList();
    }
}
