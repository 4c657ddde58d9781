package com.fincloud.gateway.auth.apikey;

import com.fincloud.gateway.configfile.ConfigFault;
import com.fincloud.gateway.configfile.YamlMapping;
import com.fincloud.gateway.settings.value.Cidr;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The keys of a file, found by their hash. */
public final class ApiKeyList {

    /** No key. */
    public static final ApiKeyList NONE = new ApiKeyList(List.of());

    private static final int MOST = 10_000;
    private static final int SHA256_LENGTH = 64;

    private final List<ApiKey> keys;
    private final Map<Integer, List<ApiKey>> byHash = new HashMap<>();

    private ApiKeyList(List<ApiKey> keys) {
        this.keys = List.copyOf(keys);
    }

    /**
     * Reads the text of a file.
     *
     * @throws ConfigFault if it is not usable, with the place
     */
    public static ApiKeyList read(String text) {
        YamlMapping file = YamlMapping.of(text).only("keys");
        List<ApiKey> keys = new ArrayList<>();
        ApiKeyList list = new ApiKeyList(List.of());
        for (YamlMapping entry : file.mappings("keys")) {
            entry.only("name", "sha256", "roles", "plan", "expires", "networks");
            byte[] hash = hash(entry);
            if (list.of(hash) != null) {
                throw entry.fault("sha256", "two keys have this hash");
            }
            if (keys.size() == MOST) {
                throw entry.fault("the file has more than " + MOST + " keys");
            }
            ApiKey key = new ApiKey(
                    name(entry),
                    hash,
                    roles(entry),
                    entry.text("plan", null),
                    entry.parsedText("expires", ApiKeyList::moment),
                    entry.parsed("networks", Cidr::parse));
            keys.add(key);
            list.byHash
                    .computeIfAbsent(bucket(hash), first -> new ArrayList<>())
                    .add(key);
        }
        ApiKeyList whole = new ApiKeyList(keys);
        whole.byHash.putAll(list.byHash);
        return whole;
    }

    private static String name(YamlMapping entry) {
        String name = entry.text("name");
        if (!isName(name)) {
            throw entry.fault(
                    "name",
                    "the name '" + name + "' is not usable (accepted: 1 to 60 letters, digits, '.', '_' and '-')");
        }
        return name;
    }

    /** Whether a text can be the name of a key, and so a part of {@code X-User-ID} and a tag value of metrics. */
    public static boolean isName(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!letter && c != '.' && c != '_' && c != '-') {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= 60;
    }

    private static byte[] hash(YamlMapping entry) {
        String text = entry.text("sha256");
        try {
            if (text.length() == SHA256_LENGTH) {
                return HexFormat.of().parseHex(text);
            }
        } catch (IllegalArgumentException e) {
            // answered below, without the text: it may be the key itself
        }
        throw entry.fault(
                "sha256", "'sha256' is no hash (expected: 64 hexadecimal digits, in quotes if all are decimal digits)");
    }

    private static List<String> roles(YamlMapping entry) {
        List<String> roles = entry.parsed("roles", ApiKeyList::role);
        return roles.isEmpty() ? List.of("user") : roles;
    }

    /**
     * A role, as it may stand in {@code X-User-Role}.
     *
     * @throws IllegalArgumentException if it has a character that is not visible ASCII, or a comma
     */
    public static String role(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c > '~' || c == ',') {
                throw new IllegalArgumentException(
                        "a role is not usable (accepted: visible ASCII characters without a comma)");
            }
        }
        return text;
    }

    /**
     * The beginning of a day in UTC, or an instant.
     *
     * @throws IllegalArgumentException if the text is neither
     */
    public static Instant moment(String text) {
        try {
            return text.indexOf('T') < 0
                    ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
                    : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no date (accepted: 2027-01-31, or 2027-01-31T12:00:00Z)", e);
        }
    }

    /** All keys, in the order of the file. */
    public List<ApiKey> all() {
        return keys;
    }

    /** The key with this hash; null if there is none. */
    public @Nullable ApiKey of(byte[] hash) {
        for (ApiKey key : byHash.getOrDefault(bucket(hash), List.of())) {
            if (key.has(hash)) {
                return key;
            }
        }
        return null;
    }

    /** The entry that a key of an earlier list has now: the same hash and name, with any other values; null if there is none. */
    public @Nullable ApiKey successor(ApiKey earlier) {
        ApiKey key = of(earlier.hash());
        return key != null && key.name().equals(earlier.name()) ? key : null;
    }

    /** Nobody can choose the first bytes of a hash without trying keys, so the look-up by them tells nothing. */
    private static int bucket(byte[] hash) {
        return (hash[0] << 24) | ((hash[1] & 0xff) << 16) | ((hash[2] & 0xff) << 8) | (hash[3] & 0xff);
    }
}
