package com.fincloud.gateway.auth.jwks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fincloud.gateway.auth.TestJwk;
import com.fincloud.gateway.auth.TestSigner;
import com.fincloud.gateway.auth.token.TokenSignature;
import java.io.IOException;
import java.security.PublicKey;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeySetTest {

    private static final PublicKey A = TestSigner.ec("secp256r1").getPublic();
    private static final PublicKey B = TestSigner.ec("secp256r1").getPublic();

    private static KeySet next(KeySet set, TestJwk... keys) throws IOException {
        return set.next(TestJwk.set(keys), List.of("ES256"));
    }

    @Test
    void aKeyIsFoundByItsIdAlone() throws Exception {
        KeySet set = next(KeySet.EMPTY, TestJwk.of("a", A), TestJwk.of("b", B));

        assertThat(set.ids()).containsExactly("a", "b");
        assertThat(set.find("ES256", "a")).isNotNull().isNotSameAs(set.find("ES256", "b"));
        assertThat(set.find("ES256", "A")).isNull();
        assertThat(set.find("ES256", "")).isNull();
        assertThat(set.find("ES256", null)).as("which of two").isNull();
    }

    @Test
    void theOnlyKeyIsFoundWithoutAnId() throws Exception {
        assertThat(next(KeySet.EMPTY, TestJwk.of("a", A)).find("ES256", null)).isNotNull();
        KeySet nameless = next(KeySet.EMPTY, TestJwk.of("a", A).without("kid"));
        assertThat(nameless.find("ES256", null)).isNotNull();
        assertThat(nameless.find("ES256", "a")).isNull();
    }

    @Test
    void aKeyThatStaysKeepsItsVerifierAndOneThatGoesOrChangesDoesNot() throws Exception {
        KeySet before = next(KeySet.EMPTY, TestJwk.of("a", A), TestJwk.of("b", B));
        KeySet moved = next(before, TestJwk.of("b", B), TestJwk.of("c", A));
        KeySet replaced = next(before, TestJwk.of("a", B), TestJwk.of("b", A));

        assertThat(moved.find("ES256", "b")).isNotNull().isSameAs(before.find("ES256", "b"));
        assertThat(moved.contains(verifier(before, "b"))).isTrue();
        assertThat(moved.contains(verifier(before, "a"))).isFalse();
        assertThat(replaced.contains(verifier(before, "a"))).isFalse();
        assertThat(replaced.contains(verifier(before, "b"))).isFalse();
    }

    private static TokenSignature verifier(KeySet set, String id) {
        return Objects.requireNonNull(set.find("ES256", id));
    }

    @Test
    void theSameTextIsTheSameSet() throws Exception {
        KeySet set = next(KeySet.EMPTY, TestJwk.of("a", A));

        assertThat(next(set, TestJwk.of("a", A))).isSameAs(set);
    }

    @Test
    void twoKeysOfOneIdAreBothLeftOutAndOneKeyTwiceIsOneKey() throws Exception {
        KeySet set = next(KeySet.EMPTY, TestJwk.of("a", A), TestJwk.of("b", A), TestJwk.of("a", B), TestJwk.of("b", A));

        assertThat(set.ids()).containsExactly("b");
    }

    @Test
    void aKeyThatCannotBeUsedCostsNoOther() throws Exception {
        KeySet set = next(
                KeySet.EMPTY,
                TestJwk.of("enc", B).with("use", "\"enc\""),
                TestJwk.of("rsa", TestSigner.rsa("RSA", 2048).getPublic()),
                TestJwk.of("a", A));

        assertThat(set.ids()).containsExactly("a");
        assertThat(set.find("ES256", "enc")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "<!DOCTYPE html><html></html>",
                "null",
                "[]",
                "{}",
                "{\"keys\":null}",
                "{\"keys\":{}}",
                "{\"keys\":\"\"}",
                "{\"keys\":[]}",
                "{\"keys\":[{}]}",
                "{\"keys\":[1,null,[]]}",
                "{\"keys\":[],\"keys\":[]}",
                "{\"KEYS\":[]}",
                "{\"keys\":[]",
                "{\"keys\":[]}{}",
                "\ufeff{\"keys\":[]}"
            })
    void whatIsNoSetWithAUsableKeyIsRefused(String text) {
        assertThatThrownBy(() -> KeySet.EMPTY.next(text, List.of("ES256"))).isInstanceOf(IOException.class);
    }

    @Test
    void aSetWithoutAUsableKeySaysWhy() {
        String set = TestJwk.set(
                TestJwk.of("a", A).with("use", "\"enc\""), TestJwk.of("b", B).with("alg", "\"ES512\""));

        assertThatThrownBy(() -> KeySet.EMPTY.next(set, List.of("ES256")))
                .hasMessage("it has no key for ES256:" + " [a: its use is not sig, b: its alg is not ES256]");
    }

    @Test
    void aSetInWhichAMemberComesTwiceIsRefused() {
        String twice = TestJwk.set(TestJwk.of("a", A)).replace("\"kid\":", "\"kid\":\"b\",\"kid\":");

        assertThatThrownBy(() -> KeySet.EMPTY.next(twice, List.of("ES256"))).isInstanceOf(IOException.class);
    }

    @Test
    void blanksAroundASetDoNotMatter() throws Exception {
        assertThat(KeySet.EMPTY
                        .next("\r\n " + TestJwk.set(TestJwk.of("a", A)) + "\n", List.of("ES256"))
                        .ids())
                .containsExactly("a");
    }

    @Test
    void aKeyServesItsOwnAlgorithmAlone() throws Exception {
        PublicKey rsa = TestSigner.rsa("RSA", 2048).getPublic();
        String text = TestJwk.set(TestJwk.of("a", rsa).text("alg", "RS256"), TestJwk.of("b", rsa), TestJwk.of("a", A));

        KeySet set = KeySet.EMPTY.next(text, List.of("PS256", "RS256", "ES256"));

        assertThat(set.find("RS256", "a")).isNotNull();
        assertThat(set.find("PS256", "a")).isNull();
        assertThat(set.find("PS256", "b")).as("the first that it fits").isNotNull();
        assertThat(set.find("RS256", "b")).isNull();
        assertThat(set.find("ES256", "a")).isNotNull().isNotSameAs(set.find("RS256", "a"));
        assertThat(set.find("ES256", null)).as("the only one of its algorithm").isSameAs(set.find("ES256", "a"));
    }
}
