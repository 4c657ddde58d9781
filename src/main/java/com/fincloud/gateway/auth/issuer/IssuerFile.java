package com.fincloud.gateway.auth.issuer;

import com.fincloud.gateway.configfile.ConfigFault;
import com.fincloud.gateway.configfile.NamedFiles;
import com.fincloud.gateway.configfile.YamlMapping;
import com.fincloud.gateway.settings.GatewaySettings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the file that {@code JWT_ISSUERS} names; {@code docs/issuers.schema.json} describes it. */
public final class IssuerFile {

    static final List<String> KEYS =
            List.of("name", "issuer", "preset", "audience", "algorithms", "namespace", "discovery", "jwks", "key");

    private static final int MAX_ENTRIES = 50;

    /** The maximum number of entries that share an issuer, because a token may have to be verified with the key of each. */
    private static final int MAX_SHARING = 8;

    private static final int MAX_NAME = 60;

    /** Callers with an API key have this namespace. */
    private static final String API_KEYS = "key";

    private final GatewaySettings.Jwt settings;
    private final boolean production;

    /** Creates a reader. With {@code production} it refuses settings that are not safe. */
    public IssuerFile(GatewaySettings.Jwt settings, boolean production) {
        this.settings = settings;
        this.production = production;
    }

    /**
     * Reads the entries, and through {@code files} the PEM files that they name.
     *
     * @throws ConfigFault if the file is not usable
     */
    public List<IssuerEntry> read(String text, NamedFiles files) {
        YamlMapping root = YamlMapping.of(text).only("issuers");
        List<YamlMapping> mappings = root.mappings("issuers");
        if (mappings.isEmpty() || mappings.size() > MAX_ENTRIES) {
            throw root.fault(
                    "issuers", "'issuers' has " + mappings.size() + " entries (accepted: 1 to " + MAX_ENTRIES + ")");
        }
        Set<String> namespaces = new HashSet<>(Set.of(API_KEYS));
        mappings.forEach(entry -> namespaces.add(namespace(entry)));
        namespaces.remove("");
        List<IssuerEntry> entries = new ArrayList<>();
        for (YamlMapping mapping : mappings) {
            IssuerEntry entry = entry(mapping, namespaces, files);
            requireApart(mapping, entry, entries);
            entries.add(entry);
        }
        return List.copyOf(entries);
    }

    private IssuerEntry entry(YamlMapping mapping, Set<String> namespaces, NamedFiles files) {
        mapping.only(Stream.concat(KEYS.stream(), ClaimKeys.NAMES.stream()).toArray(String[]::new));
        String name = name(mapping);
        String issuer = mapping.text("issuer", "");
        IssuerPreset preset = mapping.parsedText("preset", IssuerPreset::of);
        KeySource keys = new KeyKeys(mapping, settings, production, files).read(name, issuer == null ? "" : issuer);
        return new IssuerEntry(
                name,
                keys,
                new ClaimKeys(mapping, preset)
                        .read(
                                issuer == null ? "" : issuer,
                                mapping.oneOrMore("audience", text -> text),
                                namespace(mapping),
                                namespaces));
    }

    /** Refuses an entry whose tokens could not be told from those of an earlier entry. */
    private static void requireApart(YamlMapping mapping, IssuerEntry entry, List<IssuerEntry> before) {
        int sharing = 0;
        for (IssuerEntry other : before) {
            if (other.name().equals(entry.name())) {
                throw mapping.fault("name", "another entry has the name '" + entry.name() + "'");
            }
            if (!other.claims().issuer().equals(entry.claims().issuer())) {
                continue;
            }
            if (entry.claims().issuer().isEmpty()) {
                throw mapping.fault(
                        "entry '" + other.name() + "' has no 'issuer' either, and at most one may have none");
            }
            boolean sameKeys = entry.keys().isFetched()
                    && entry.keys().url().equals(other.keys().url())
                    && entry.keys().algorithms().stream().anyMatch(other.keys().algorithms()::contains);
            if (sameKeys || ++sharing == MAX_SHARING) {
                throw mapping.fault(
                        "issuer",
                        sameKeys
                                ? "entry '" + other.name() + "' has the same issuer, keys and algorithm"
                                : "more than " + MAX_SHARING + " entries have this issuer");
            }
        }
    }

    private static String name(YamlMapping mapping) {
        return word(mapping, "name", mapping.text("name"));
    }

    private static String namespace(YamlMapping mapping) {
        if (mapping.isEmpty("namespace")) {
            return "";
        }
        @Nullable String namespace = mapping.text("namespace", null);
        return namespace == null ? name(mapping) : word(mapping, "namespace", namespace);
    }

    private static String word(YamlMapping mapping, String key, String text) {
        boolean usable = text.length() <= MAX_NAME
                && !text.equals(API_KEYS)
                && text.chars().allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || "._-".indexOf(c) >= 0));
        if (!usable) {
            throw mapping.fault(
                    key,
                    "'" + key + "' is not usable (accepted: at most " + MAX_NAME
                            + " letters, digits, '.', '_' and '-'; not 'key', which stands for API keys)");
        }
        return text;
    }
}
