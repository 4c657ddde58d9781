package com.fincloud.gateway.auth.jwks;

import static com.fincloud.gateway.auth.TestSigner.pem;
import static com.fincloud.gateway.auth.TestToken.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Named.named;

import com.fincloud.gateway.auth.AlgorithmTest;
import com.fincloud.gateway.auth.TestSigner;
import com.fincloud.gateway.settings.SettingsException;
import java.io.FileInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerificationKeyTest {

    private static final KeyPair P256 = TestSigner.ec("secp256r1");

    private static void assertVerifies(String publicKey, PrivateKey signer) {
        String good = token().header("{\"alg\":\"ES256\"}")
                .signedBy(TestSigner.of("ES256", signer))
                .text();

        assertThat(AlgorithmTest.verifier("ES256", "", publicKey)
                        .verify(List.of("Bearer " + good))
                        .userId())
                .isEqualTo("42");
    }

    static Stream<String> spellings() {
        String pem = pem(P256.getPublic());
        return Stream.of(
                pem,
                pem.replace("\n", "\r\n"),
                pem.replace("\r", "").replace("\n", "\\n"),
                pem.replace("\r", "").replace("\n", "\\r\\n"),
                pem.replace("\r", "").replace("\n", " "),
                "# the issuer's key\n" + pem,
                pem + pem(TestSigner.ec("secp256r1").getPublic()));
    }

    @ParameterizedTest(name = "spelling {index}")
    @MethodSource("spellings")
    void aPublicKeyIsReadFromPemText(String text) {
        assertVerifies(text, P256.getPrivate());
    }

    @Test
    void aPublicKeyIsReadFromAFile(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("key.pem"), pem(P256.getPublic()));

        assertVerifies(file.toString(), P256.getPrivate());
    }

    @Test
    void aPublicKeyIsReadFromACertificate(@TempDir Path directory) throws Exception {
        KeyStore keys = certified(directory, "-keyalg", "EC", "-groupname", "secp256r1");

        assertVerifies(pem("CERTIFICATE", keys.getCertificate("a").getEncoded()), (PrivateKey)
                keys.getKey("a", "changeit".toCharArray()));
    }

    @Test
    void aCertificateWithAKeyOfTheWrongTypeStopsTheStart(@TempDir Path directory) throws Exception {
        KeyStore keys = certified(directory, "-keyalg", "RSA", "-keysize", "2048");
        String certificate = pem("CERTIFICATE", keys.getCertificate("a").getEncoded());

        for (String algorithm : List.of("ES256", "EdDSA")) {
            assertThatThrownBy(() -> AlgorithmTest.verifier(algorithm, "", certificate))
                    .isInstanceOf(SettingsException.class)
                    .hasMessageContaining(algorithm + " does not verify with a key of type RSA");
        }
    }

    /** A key store with a new key and its certificate; only keytool makes certificates with the JDK alone. */
    private static KeyStore certified(Path directory, String... key) throws Exception {
        String store = directory.resolve("store.p12").toString();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of("-genkeypair", "-alias", "a", "-dname", "CN=a", "-keystore", store));
        command.addAll(List.of("-storepass", "changeit"));
        command.addAll(List.of(key));
        int status = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("keytool.log").toFile())
                .start()
                .waitFor();
        assertThat(status).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = new FileInputStream(store)) {
            keys.load(in, "changeit".toCharArray());
        }
        return keys;
    }

    static Stream<Arguments> wrongKeys() {
        KeyPair rsa = TestSigner.rsa("RSA", 2048);
        String p256 = pem(P256.getPublic());
        return Stream.of(
                Arguments.of("ES256", named("nothing", ""), "neither PEM nor a file"),
                Arguments.of("ES256", named("a file that is not there", "/nowhere/key.pem"), "neither PEM nor a file"),
                Arguments.of(
                        "ES256", named("a folder", System.getProperty("java.io.tmpdir")), "neither PEM nor a file"),
                Arguments.of("ES256", named("no path", "a\0b"), "neither PEM nor a file"),
                Arguments.of("ES256", named("a beginning alone", "-----BEGIN PUBLIC"), "no PEM"),
                Arguments.of("ES256", named("no end", p256.substring(0, 90)), "does not end"),
                Arguments.of("ES256", named("no base64", p256.replaceFirst("\nM", "\n*")), "no base64"),
                Arguments.of(
                        "ES256", named("no key in it", pem("PUBLIC KEY", new byte[20])), "no public key of type EC"),
                Arguments.of(
                        "ES256", named("an empty key", pem("PUBLIC KEY", new byte[0])), "no public key of type EC"),
                Arguments.of(
                        "ES256",
                        named("no certificate in it", pem("CERTIFICATE", new byte[20])),
                        "no X.509 certificate"),
                Arguments.of("ES256", named("another label", pem("EC PARAMETERS", new byte[20])), "'EC PARAMETERS'"),
                Arguments.of(
                        "ES256", named("P-384", pem(TestSigner.ec("secp384r1").getPublic())), "curve secp256r1"),
                Arguments.of("ES384", named("P-256", p256), "curve secp384r1"),
                Arguments.of("ES512", named("P-256", p256), "curve secp521r1"),
                Arguments.of("ES256", named("RSA", pem(rsa.getPublic())), "no public key of type EC"),
                Arguments.of(
                        "ES256", named("Ed25519", pem(TestSigner.pair("Ed25519").getPublic())), "type EC"),
                Arguments.of("RS256", named("P-256", p256), "no public key of type RSA"),
                Arguments.of("PS256", named("P-256", p256), "no public key of type RSA or RSASSA-PSS"),
                Arguments.of(
                        "RS256",
                        named("1024 bits", pem(TestSigner.rsa("RSA", 1024).getPublic())),
                        "1024 bits"),
                Arguments.of(
                        "PS512",
                        named("1024 bits", pem(TestSigner.rsa("RSA", 1024).getPublic())),
                        "1024 bits"),
                Arguments.of(
                        "RS256",
                        named("2047 bits", pem(TestSigner.rsa("RSA", 2047).getPublic())),
                        "2047 bits"),
                Arguments.of(
                        "RS256",
                        named("for PSS", pem(TestSigner.rsa("RSASSA-PSS", 2048).getPublic())),
                        "RSA"),
                Arguments.of(
                        "EdDSA", named("X25519", pem(TestSigner.pair("X25519").getPublic())), "type EdDSA"),
                Arguments.of("EdDSA", named("P-256", p256), "no public key of type EdDSA"));
    }

    @ParameterizedTest(name = "{0} with {1}")
    @MethodSource("wrongKeys")
    void aKeyThatCannotVerifyStopsTheStart(String algorithm, String publicKey, String reason) {
        assertThatThrownBy(() -> AlgorithmTest.verifier(algorithm, "", publicKey))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("JWT_PUBLIC_KEY")
                .hasMessageContaining(reason);
    }

    @Test
    void aPrivateKeyStopsTheStartAndIsNotShown() {
        String pem = pem("PRIVATE KEY", P256.getPrivate().getEncoded());

        assertThatThrownBy(() -> AlgorithmTest.verifier("ES256", "", pem(P256.getPublic()) + pem))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("it has a private key")
                .hasMessageNotContaining(pem.substring(30, 60));
    }

    @Test
    void aKeyFileIsReadOnlyUpToABound(@TempDir Path directory) throws Exception {
        String text = "#".repeat(1 << 20) + pem(P256.getPublic());
        Path file = Files.write(directory.resolve("key.pem"), text.getBytes(StandardCharsets.US_ASCII));

        assertThatThrownBy(() -> AlgorithmTest.verifier("ES256", "", file.toString()))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("no PEM");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "HS1", "hs256", "ES256K", ""})
    void anUnknownAlgorithmStopsTheStart(String algorithm) {
        assertThatThrownBy(() -> AlgorithmTest.verifier(algorithm, "secret", ""))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("JWT_ALGORITHM");
    }

    @ParameterizedTest
    @CsvSource({"HS256", "HS384", "HS512"})
    void anEmptySecretStopsTheStart(String algorithm) {
        assertThatThrownBy(() -> AlgorithmTest.verifier(algorithm, "", ""))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("JWT_SECRET");
    }
}
