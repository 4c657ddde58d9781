package com.fincloud.gateway.auth.jwks;

import com.fincloud.gateway.auth.token.StrictJson;
import com.fincloud.gateway.auth.token.TokenSignature;
import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
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
    private record Member(@Nullable String id, PublicKey key, String algorithm, TokenSignature verifier) {}

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

    /** The document that the set was read from. */
    String text() {
        return text;
    }

    /**
     * The next version of the set. A key that cannot be used is left out, and a log line reports it.
     *
     * @throws IOException if the text is not a key set, or has no usable key
     */
    KeySet next(String newText, List<String> algorithms) throws IOException {
        if (!isEmpty() && newText.equals(text)) {
            return this;
        }
        if (!(StrictJson.object(new StringReader(newText)).get("keys") instanceof List<?> elements)) {
            throw new IOException("it has no array of keys");
        }
        List<Jwk> keys = new ArrayList<>();
        List<Unused> unused = new ArrayList<>();
        sort(elements, algorithms, keys, unused);
        if (keys.isEmpty()) {
            throw new IOException("it has no key for " + String.join(" or ", algorithms) + ": "
                    + unused.stream().limit(MAX_REASONS).toList());
        }
        unused.forEach(key -> LOG.atWarn()
                .addKeyValue("kid", key.id())
                .addKeyValue("reason", key.reason())
                .log("Key of the key set not used"));
        return new KeySet(
                newText,
                keys.stream()
                        .flatMap(key -> key.algorithms().stream().map(algorithm -> member(key, algorithm)))
                        .toList());
    }

    private static void sort(List<?> elements, List<String> algorithms, List<Jwk> usable, List<Unused> unused) {
        Set<Jwk> ambiguous = new LinkedHashSet<>();
        for (Object element : elements) {
            try {
                Jwk key = Jwk.of(element, algorithms);
                if (usable.contains(key)) {
                    continue;
                }
                for (Jwk other : usable) {
                    if (isAmbiguous(key, other)) {
                        ambiguous.addAll(List.of(other, key));
                    }
                }
                usable.add(key);
            } catch (GeneralSecurityException e) {
                unused.add(new Unused(Jwk.nameOf(element), String.valueOf(e.getMessage())));
            }
        }
        // The gateway would have to guess which of these keys a token means (RFC 7517 section 4.5).
        ambiguous.stream()
                .map(key -> new Unused(String.valueOf(key.id()), "another key has the same kid"))
                .distinct()
                .forEach(unused::add);
        usable.removeAll(ambiguous);
    }

    private static boolean isAmbiguous(Jwk one, Jwk other) {
        return one.id() != null
                && one.id().equals(other.id())
                && !Collections.disjoint(one.algorithms(), other.algorithms());
    }

    private Member member(Jwk key, String algorithm) {
        for (Member known : members) {
            if (Objects.equals(known.id(), key.id())
                    && known.key().equals(key.key())
                    && known.algorithm().equals(algorithm)) {
                return known;
            }
        }
        return new Member(key.id(), key.key(), algorithm, new TokenSignature(algorithm, key.key()));
    }

    /** The key of an algorithm with this id. Without an id, the only key of the algorithm, if there is exactly one. */
    @Nullable
    TokenSignature find(String algorithm, @Nullable String id) {
        Member found = null;
        for (Member member : members) {
            if (member.algorithm().equals(algorithm) && (id == null || id.equals(member.id()))) {
                if (found != null) {
                    return null;
                }
                found = member;
            }
        }
        return found == null ? null : found.verifier();
    }

    boolean contains(TokenSignature verifier) {
        return verifiers.contains(verifier);
    }

    /** The number of keys. */
    int size() {
        return (int) members.stream().map(Member::key).distinct().count();
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    /** The ids of the keys for a log line; empty for a key without an id. */
    List<String> ids() {
        return members.stream()
                .map(member -> member.id() == null ? "" : member.id())
                .distinct()
                .toList();
    }
}
