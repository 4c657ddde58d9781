package com.fincloud.gateway.auth;

import static com.fincloud.gateway.auth.TestToken.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fincloud.gateway.auth.token.Caller;
import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import com.fincloud.gateway.settings.GatewaySettings.Claims;
import com.fincloud.gateway.settings.GatewaySettings.Jwt;
import com.fincloud.gateway.settings.SettingsException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 4.7: the caller is read from the claims that the settings name, and a refusal says which claim it was. */
class ClaimsOfOtherIssuersTest {

    private static final Claims FINCLOUD = Claims.FINCLOUD;

    private static JwtVerifier verifier(Claims claims) {
        return new JwtVerifier(
                new Jwt(TestToken.SECRET, "HS256", "", "", "", "", Duration.ZERO, claims, "", ""), TestToken.CLOCK);
    }

    private static Claims user(String claim) {
        return new Claims(claim, true, "email", "", "type", "access", List.of());
    }

    private static Claims roles(String claim) {
        return new Claims("sub", false, "email", claim, "type", "access", List.of());
    }

    private static Claims untyped(String... access) {
        return new Claims("sub", false, "email", "", "", "access", List.of(access));
    }

    private static Caller caller(Claims claims, TestToken token) {
        return verifier(claims).verify(List.of("Bearer " + token.text()));
    }

    private static void assertRefused(Claims claims, TestToken token, GatewayError error, String why) {
        assertThatThrownBy(() -> caller(claims, token)).isInstanceOfSatisfying(GatewayException.class, e -> {
            assertThat(e.error()).isEqualTo(error);
            assertThat(e.explanation()).isEqualTo(why);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "auth0|5f7c8ec7c33c6c004bbafe82",
                "f:8c5d3b2a:ada",
                "a6b1c2d3-0000-4000-8000-000000000000",
                "042",
                "~!*'();:@&=+$,/?#[]"
            })
    void aVisibleTextIsAUserAsItIs(String subject) {
        Caller caller = caller(user("sub"), token().with("sub", "\"" + subject + "\""));

        assertThat(caller.userId()).isEqualTo(subject);
        assertThat(caller.loggedId()).isEqualTo(subject);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"a b\"",
                "\" a\"",
                "\"a\\t\"",
                "\"a\\r\\nX-User-Role: admin\"",
                "\"\\u0000\"",
                "\"\\u007f\"",
                "\"Zo\\u00eb\"",
                "\"\\ud83d\\ude00\"",
                "\"\\ud800\"",
                "4.5",
                "true",
                "[\"a\"]",
                "{\"a\":1}",
                "\"key:billing\""
            })
    void anotherTextIsNone(String json) {
        assertRefused(user("sub"), token().with("sub", json), GatewayError.TOKEN_SUBJECT, "subject: sub");
    }

    @Test
    void aTextHas255CharactersAtMost() {
        String most = "u".repeat(255);

        assertThat(caller(user("sub"), token().with("sub", "\"" + most + "\"")).userId())
                .isEqualTo(most);
        assertRefused(
                user("sub"), token().with("sub", "\"" + most + "u\""), GatewayError.TOKEN_SUBJECT, "subject: sub");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    oid                        | "oid":"7"
                    https://example.com/id     | "https://example.com/id":"7"
                    /a/b                       | "a":{"b":"7"}
                    /a~1b/c~0d                 | "a/b":{"c~d":"7"}
                    /~01                       | "~1":"7"
                    /a/1                       | "a":["6","7"]
                    /                          | "":"7"
                    /a/                        | "a":{"":"7"}
                    """)
    void aClaimIsATopLevelNameOrAPointer(String name, String member) {
        assertThat(caller(user(name), token().without("sub").and(member)).userId())
                .isEqualTo("7");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    /a/b   | "a.b":"7"
                    /a/b   | "a":"7"
                    /a/b   | "/a/b":"7"
                    /a/01  | "a":["6","7"]
                    /a/-   | "a":["7"]
                    /a/-1  | "a":["7"]
                    /a/1   | "a":["7"]
                    /a/99999999999 | "a":["7"]
                    a/b    | "a":{"b":"7"}
                    """)
    void nothingElseIsThatClaim(String name, String member) {
        assertRefused(user(name), token().and(member), GatewayError.TOKEN_PAYLOAD, "payload: " + name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    roles      | "roles":"admin"                              | admin
                    roles      | "roles":"admin user"                         | admin user
                    roles      | "roles":["b","a","b"]                        | b,a
                    roles      | "roles":{"b":{"1":"x"},"a":{}}               | a,b
                    roles      | "roles":[]                                   | user
                    roles      | "roles":{}                                   | user
                    roles      | "roles":""                                   | user
                    roles      | "roles":null                                 | user
                    role       | "role":["admin"]                             | admin
                    scope      | "scope":"read write  read"                   | read,write
                    scp        | "scp":"read write"                           | read,write
                    scp        | "scp":["read all","write"]                   | read all,write
                    /x/scope   | "x":{"scope":"read write"}                   | read,write
                    scope      | "scope":" "                                  | user
                    /realm_access/roles                    | "realm_access":{"roles":["a","b"]}        | a,b
                    /https:~1~1fincloud.example~1roles     | "https://fincloud.example/roles":["a"]    | a
                    https://fincloud.example/roles         | "https://fincloud.example/roles":["a"]    | a
                    """)
    void rolesAreATextAListOrTheNamesOfAnObject(String name, String member, String roles) {
        assertThat(caller(roles(name), token().and(member)).roleHeader()).isEqualTo(roles);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    roles | "roles":"a,b"
                    roles | "roles":["a,b"]
                    roles | "roles":{"a,b":1}
                    roles | "roles":["a\\n"]
                    roles | "roles":["a\\u0000"]
                    roles | "roles":["a",1]
                    roles | "roles":["a",null]
                    roles | "roles":["a",["b"]]
                    roles | "roles":[""]
                    roles | "roles":1
                    roles | "roles":true
                    scope | "scope":"a b,c"
                    scope | "scope":"a\\tb"
                    """)
    void aRoleWithACommaOrAControlCharacterIsRefused(String name, String member) {
        assertRefused(roles(name), token().and(member), GatewayError.TOKEN_INVALID, "claim: " + name);
    }

    @Test
    void withoutASettingTheRoleIsOneText() {
        assertRefused(FINCLOUD, token().with("role", "[\"a\"]"), GatewayError.TOKEN_INVALID, "claim: role");
        assertRefused(FINCLOUD, token().with("role", "\"a,b\""), GatewayError.TOKEN_INVALID, "claim: role");
        assertThat(caller(FINCLOUD, token().with("role", "\"a b\"")).roles()).containsExactly("a b");
    }

    @Test
    void theTypeHasTheNameAndTheValueOfTheSettings() {
        Claims keycloak = new Claims("sub", false, "email", "", "typ", "Bearer", List.of());

        assertThat(caller(keycloak, token().with("typ", "\"Bearer\"")).userId()).isEqualTo("42");
        for (String other : List.of("\"ID\"", "\"Refresh\"", "\"bearer\"", "null", "[\"Bearer\"]")) {
            assertRefused(keycloak, token().with("typ", other), GatewayError.TOKEN_TYPE, "type: typ");
        }
        assertRefused(keycloak, token(), GatewayError.TOKEN_TYPE, "type: typ");
    }

    @Test
    void withoutATypeTheHeaderOrAClaimOfAccessTokensTellsThem() {
        String declared = "\"typ\":\"application/at+JWT\"";
        TestToken plain = token().without("type");

        assertThat(caller(untyped(), token().without("type").headerAnd(declared))
                        .userId())
                .isEqualTo("42");
        assertThat(caller(untyped("scp", "cid"), token().with("cid", "\"x\"")).userId())
                .isEqualTo("42");
        assertRefused(untyped(), plain, GatewayError.TOKEN_TYPE, "type: typ");
        assertRefused(untyped("scp"), plain, GatewayError.TOKEN_TYPE, "type: scp");
        for (String empty : List.of("null", "\"\"", "[]", "{}")) {
            assertRefused(untyped("scp"), token().with("scp", empty), GatewayError.TOKEN_TYPE, "type: scp");
        }
        for (String claim : List.of("nonce", "at_hash", "c_hash")) {
            TestToken idToken = token().with("scp", "\"x\"").with(claim, "\"x\"");
            assertRefused(untyped("scp"), idToken.headerAnd(declared), GatewayError.TOKEN_TYPE, "type: " + claim);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a~", "/a~2", "/~"})
    void aNameThatIsNoPointerIsRefusedAtTheStart(String name) {
        assertThatThrownBy(() -> verifier(user(name)))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("JWT_USER_CLAIM=" + name + " is not usable: ");
        assertThatThrownBy(() -> verifier(roles(name)))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("JWT_ROLES_CLAIM=" + name + " is not usable: ");
    }
}
