package com.fincloud.gateway.auth.apikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fincloud.gateway.configfile.ConfigFault;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contract 4.9: the text of a key, and what a file says of keys. */
class ApiKeyListTest {

    private static final String ZERO = "0".repeat(64);

    private static String hash(String key) {
        return HexFormat.of().formatHex(ApiKeyText.sha256(key));
    }

    @Test
    void aKeyHasAPrefixAndAChecksum() {
        String key = ApiKeyText.create(new Random(1));

        assertThat(key).matches("fcgw_[0-9A-Za-z]{38}");
        assertThat(ApiKeyText.create(new Random(2))).isNotEqualTo(key);
        assertThat(ApiKeyText.isPlausible(key)).isTrue();
        for (int i = 5; i < key.length(); i++) {
            String changed = key.substring(0, i) + (key.charAt(i) == 'x' ? 'y' : 'x') + key.substring(i + 1);
            assertThat(ApiKeyText.isPlausible(changed)).as(changed).isFalse();
            assertThat(ApiKeyText.isPlausible(key.substring(0, i))).isFalse();
        }
        assertThat(ApiKeyText.isPlausible("a-key-of-another-maker")).isTrue();
        assertThat(ApiKeyText.isPlausible("a key")).isFalse();
        assertThat(ApiKeyText.isPlausible("")).isFalse();
        assertThat(ApiKeyText.isPlausible("x".repeat(257))).isFalse();
    }

    @Test
    void aKeyIsFoundByItsHashOnly() {
        ApiKeyList list = ApiKeyList.read(
                """
                keys:
                  - {name: billing, sha256: '%s', roles: [service, reader], plan: batch, expires: 2027-01-31,
                     networks: [10.0.0.0/8, '::1']}
                  - {name: billing, sha256: '%s'}
                """
                        .formatted(hash("one"), hash("two")));

        ApiKey one = list.of(ApiKeyText.sha256("one"));
        assertThat(one).isNotNull().satisfies(key -> {
            assertThat(key.caller().userId()).isEqualTo("key:billing");
            assertThat(key.caller().roles()).containsExactly("service", "reader");
            assertThat(key.plan()).isEqualTo("batch");
            assertThat(key.isExpired(Instant.parse("2027-01-30T23:59:59Z"))).isFalse();
            assertThat(key.isExpired(Instant.parse("2027-01-31T00:00:00Z"))).isTrue();
            assertThat(key.allows("10.1.2.3")).isTrue();
            assertThat(key.allows("::1")).isTrue();
            assertThat(key.allows("11.1.2.3")).isFalse();
        });
        assertThat(list.of(ApiKeyText.sha256("two"))).isNotNull().satisfies(key -> {
            assertThat(key.caller().roles()).isEqualTo(List.of("user"));
            assertThat(key.isExpired(Instant.MAX)).isFalse();
            assertThat(key.allows("11.1.2.3")).isTrue();
        });
        assertThat(list.of(ApiKeyText.sha256("three"))).isNull();
        assertThat(list.all()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "key: []|f:1:1: unknown key 'key' (accepted: keys); did you mean 'keys'?",
                "keys: [{name: a}]|f:1:8: 'sha256' is missing",
                "keys: [{name: a, sha256: secret}]|f:1:26: 'sha256' is no hash (expected: 64",
                "keys: [{name: 'a:b', sha256: ZERO}]|f:1:15: the name 'a:b' is not usable",
                "keys: [{name: a, sha256: ZERO, roles: ['a,b']}]|f:1:102: a role is not usable",
                "keys: [{name: a, sha256: ZERO, roles: a}]|f:1:101: 'roles' is no list",
                "keys: [{name: a, sha256: ZERO, expires: soon}]|f:1:103: 'soon' is no date",
                "keys: [{name: a, sha256: ZERO, networks: [x]}]|f:1:105: 'x' is no address",
                "keys: [{name: a, sha256: ZERO}, {name: b, sha256: ZERO}]|f:1:113: two keys have this hash",
                "keys: [{name: a, sha: ZERO}]|f:1:18: unknown key 'sha'",
            })
    void aFaultHasItsPlaceAndShowsNoSecret(String text, String expected) {
        ConfigFault fault =
                catchThrowableOfType(ConfigFault.class, () -> ApiKeyList.read(text.replace("ZERO", "'" + ZERO + "'")));

        assertThat(fault.at("f")).startsWith(expected).doesNotContain("secret");
    }
}
