package com.fincloud.gateway.auth.issuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fincloud.gateway.auth.jwks.KeyRule;
import com.fincloud.gateway.configfile.ConfigFault;
import com.fincloud.gateway.configfile.NamedFiles;
import com.fincloud.gateway.settings.GatewaySettings.Claims;
import com.fincloud.gateway.settings.GatewaySettings.Jwt;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contract 4.8: what the file of the issuers may say, and where a fault in it is. */
class IssuerFileTest {

    private static final String SECRET = "a secret of at least thirty-two bytes";

    private static List<IssuerEntry> read(boolean production, String secret, String text) {
        Jwt settings = new Jwt(secret, "HS256", "", "", "", "", Duration.ZERO, Claims.FINCLOUD, "x", "");
        return new IssuerFile(settings, production).read(text, new NamedFiles());
    }

    private static List<IssuerEntry> read(String... entries) {
        return read(true, SECRET, "issuers:\n- {" + String.join("}\n- {", entries) + "}\n");
    }

    @Test
    void keysAreDiscoveredAtTheIssuerWhereAnEntryDoesNotSayOtherwise() {
        IssuerEntry entry = read("name: staff, issuer: 'https://kc.example/realms/staff/', preset: keycloak")
                .get(0);

        assertThat(entry.keys().url()).isEqualTo("https://kc.example/realms/staff/.well-known/openid-configuration");
        assertThat(entry.keys().discovered()).isEqualTo("https://kc.example/realms/staff/");
        assertThat(entry.keys().algorithms()).containsExactly("RS256");
        assertThat(read("name: a, issuer: i, jwks: 'https://a/keys'")
                        .get(0)
                        .keys()
                        .discovered())
                .isEmpty();
        assertThat(read("name: a, key: JWT_SECRET").get(0).keys().algorithms()).containsExactly("HS256");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    issuer: 'https://a'                                            | 2 | 'name' is missing
                    name: a b, issuer: 'https://a'                                 | 2 | 'name' is not usable
                    name: key, issuer: 'https://a'                                 | 2 | 'name' is not usable
                    name: a, issuer: 'https://a', namespace: 'a:b'                 | 2 | 'namespace' is not usable
                    name: a, issuer: 'https://a', namespace: key                   | 2 | 'namespace' is not usable
                    name: a                                                        | 2 | needs one of 'discovery', 'jwks' and 'key'
                    name: a, issuer: 'https://a', jwks: 'https://a/k', key: x      | 2 | and not several
                    name: a, issuer: a                                             | 2 | 'discovery' is no https URL
                    name: a, issuer: a, jwks: 'http://a/k'                         | 2 | accepts https only
                    name: a, issuer: a, jwks: 'ftp://a/k'                          | 2 | 'jwks' is no https URL
                    name: a, issuer: a, jwks: 'https://u:p@a/k'                    | 2 | 'jwks' is no https URL
                    name: a, discovery: 'https://a/d'                              | 2 | 'discovery' needs an 'issuer'
                    name: a, issuer: 'https://a', preset: keycloack                | 2 | 'keycloack' is no preset
                    name: a, issuer: 'https://a', presett: keycloak                | 2 | did you mean 'preset'
                    name: a, issuer: 'https://a', algorithms: [none]               | 2 | 'none' is no algorithm
                    name: a, issuer: 'https://a', algorithms: RS256                | 2 | 'algorithms' is no list
                    name: a, issuer: 'https://a', algorithms: [HS256]              | 2 | an HS algorithm needs 'key: JWT_SECRET'
                    name: a, key: JWT_SECRET, algorithms: [HS256, HS384]           | 2 | a configured key has one algorithm
                    name: a, key: JWT_SECRET, algorithms: [RS256]                  | 2 | 'key: JWT_SECRET' is for an HS algorithm
                    name: a, key: supersecret, algorithms: [HS256]                 | 2 | HS256 needs 'key: JWT_SECRET'
                    name: a, key: nowhere.pem                                      | 2 | neither PEM nor a file
                    name: a, issuer: 'https://a', user_claim: '/a~'                | 2 | RFC 6901
                    name: a, issuer: 'https://a', user_format: uuid                | 2 | 'uuid' is no format
                    name: a, issuer: 'https://a', access_claim: scp                | 2 | 'access_claim' needs 'type_claim: ""'
                    name: a, issuer: 'https://a', type_claim: '', type_value: x    | 2 | 'type_value' needs a 'type_claim'
                    """)
    void aFaultSaysWhereItIsAndWhatIsAccepted(String entry, int line, String reason) {
        assertThatThrownBy(() -> read(entry)).isInstanceOfSatisfying(ConfigFault.class, fault -> {
            assertThat(fault.reason()).contains(reason).doesNotContain("supersecret");
            assertThat(fault.line()).isEqualTo(line);
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    name: a, issuer: 'https://a'         | name: a, issuer: 'https://b'                                     | another entry has the name
                    name: a, key: JWT_SECRET             | name: b, jwks: 'https://b/k'                                     | at most one may have none
                    name: a, issuer: 'https://a'         | name: b, issuer: 'https://a'                                     | the same issuer, keys and algorithm
                    name: a, issuer: i, jwks: 'https://a', algorithms: [RS256, ES256] | name: b, issuer: i, jwks: 'https://a', algorithms: [ES256] | the same issuer, keys and algorithm
                    """)
    void entriesWhoseTokensCouldNotBeToldApartAreRefused(String one, String other, String reason) {
        assertThatThrownBy(() -> read(one, other)).isInstanceOfSatisfying(ConfigFault.class, fault -> {
            assertThat(fault.reason()).contains(reason);
            assertThat(fault.line()).isEqualTo(3);
        });
    }

    @Test
    void theDefaultSecretAndAShortOneAreNotForProduction() {
        String text = "issuers: [{name: a, key: JWT_SECRET}]";

        assertThatThrownBy(() -> read(true, "your-secret-key-change-in-production", text))
                .isInstanceOf(ConfigFault.class)
                .hasMessageContaining("has its default");
        assertThatThrownBy(() -> read(true, "short", text))
                .isInstanceOf(ConfigFault.class)
                .hasMessageContaining("shorter than the hash")
                .hasMessageNotContaining("short ");
        assertThat(read(false, "short", text)).hasSize(1);
    }

    @Test
    void nothingAtAllIsAFault() {
        for (String text : List.of("", "issuers: []", "issuers:", "issuer: []", "- a")) {
            assertThatThrownBy(() -> read(true, SECRET, text)).as(text).isInstanceOf(ConfigFault.class);
        }
    }

    @Test
    void theSchemaForEditorsHasTheSameWords() throws IOException {
        JsonNode schema =
                new ObjectMapper().readTree(Path.of("docs/issuers.schema.json").toFile());
        JsonNode entry = schema.at("/properties/issuers/items/properties");
        List<String> keys = new ArrayList<>(IssuerFile.KEYS);
        keys.addAll(ClaimKeys.NAMES);

        assertThat(entry.fieldNames()).toIterable().containsExactlyInAnyOrderElementsOf(keys);
        assertThat(texts(entry.at("/preset/enum")))
                .containsExactlyElementsOf(Arrays.stream(IssuerPreset.values())
                        .map(IssuerPreset::word)
                        .toList());
        assertThat(texts(entry.at("/algorithms/items/enum"))).containsExactlyElementsOf(KeyRule.ALGORITHMS);
        assertThat(schema.at("/properties/issuers/maxItems").asInt()).isEqualTo(50);
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
