package com.fincloud.gateway.tls;

import static com.fincloud.gateway.TestCertificate.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fincloud.gateway.TestAuthority;
import com.fincloud.gateway.TestCertificate;
import com.fincloud.gateway.settings.GatewaySettings;
import com.fincloud.gateway.settings.GatewaySettings.PemFiles;
import com.fincloud.gateway.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;

/** What a start accepts as certificate, key and authority, and what it says of the rest. */
class CertificateBundlesTest {

    private static final PemFiles NONE = new PemFiles("", "", "");

    private final TestAuthority authority = new TestAuthority("Test CA");
    private final DefaultSslBundleRegistry registry = new DefaultSslBundleRegistry();

    private Path folder = Path.of("");
    private Path certificate = Path.of("");
    private Path key = Path.of("");
    private Path trusted = Path.of("");

    @BeforeEach
    void goodFiles(@TempDir Path temporary) {
        folder = temporary;
        authority.issue("gateway", "localhost").writeTo(folder);
        certificate = folder.resolve("tls.crt");
        key = folder.resolve("tls.key");
        trusted = write(folder.resolve("ca.crt"), authority.pem());
    }

    private void register() {
        GatewaySettings.Tls tls = new GatewaySettings.Tls(
                new PemFiles(certificate.toString(), key.toString(), trusted.toString()), false, NONE, NONE, NONE);
        try (CertificateBundles bundles = new CertificateBundles(tls, Clock.systemUTC())) {
            bundles.registerBundles(registry);
        }
    }

    private void assertRefused(String... parts) {
        assertThatThrownBy(this::register)
                .isInstanceOf(SettingsException.class)
                .hasMessageContainingAll(parts)
                .hasMessageNotContaining("BEGIN");
    }

    @Test
    void certificateKeyAndAuthorityMakeABundle() throws GeneralSecurityException {
        register();

        assertThat(registry.getBundle("clients").getStores().getKeyStore().size())
                .isOne();
        assertThat(registry.getBundle("clients").getStores().getTrustStore().size())
                .isOne();
    }

    @Test
    void withoutFilesThereIsNoBundle() {
        GatewaySettings.Tls none = new GatewaySettings.Tls(NONE, false, NONE, NONE, NONE);
        try (CertificateBundles bundles = new CertificateBundles(none, Clock.systemUTC())) {
            bundles.registerBundles(registry);
        }

        assertThat(registry.getBundleNames()).isEmpty();
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        certificate = folder.resolve("missing.crt");

        assertRefused("TLS_CERTIFICATE=" + certificate, "there is no such file", "accepted: the path of a PEM file");
    }

    @Test
    void aFolderIsNoFile() {
        key = folder;

        assertRefused("TLS_PRIVATE_KEY=" + folder, "cannot be read");
    }

    @Test
    void aPipeIsRefusedAtOnce() throws Exception {
        certificate = folder.resolve("pipe.crt");
        assertThat(new ProcessBuilder("mkfifo", certificate.toString()).start().waitFor())
                .isZero();

        assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> assertRefused("TLS_CERTIFICATE=" + certificate, "no regular file"));
    }

    @Test
    void aFileWithoutACertificateIsNamed() {
        trusted = write(folder.resolve("empty.crt"), "no certificate\n");

        assertRefused("TLS_CLIENT_CA=" + trusted, "no certificate can be read from it");
    }

    @Test
    void aTruncatedCertificateIsNamed() {
        certificate =
                write(folder.resolve("cut.crt"), authority.pem().replaceAll("(?s)\n[^\n]+\n-----END", "\n-----END"));

        assertRefused("TLS_CERTIFICATE=", "no certificate can be read from it");
    }

    @Test
    void aKeyOfAnotherCertificateIsRefused() {
        write(key, authority.issue("another", "localhost").keyPem());

        assertRefused("TLS_PRIVATE_KEY=", "it is not the key of the certificate in TLS_CERTIFICATE");
    }

    @Test
    void aKeyOfAnotherKindIsRefused() throws GeneralSecurityException {
        byte[] rsa = KeyPairGenerator.getInstance("RSA")
                .generateKeyPair()
                .getPrivate()
                .getEncoded();
        write(
                key,
                "-----BEGIN PRIVATE KEY-----\n" + Base64.getEncoder().encodeToString(rsa)
                        + "\n-----END PRIVATE KEY-----\n");

        assertRefused("TLS_PRIVATE_KEY=", "it is not the key of the certificate in TLS_CERTIFICATE");
    }

    @Test
    void anEncryptedKeyIsRefused() {
        write(key, "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIB\n-----END ENCRYPTED PRIVATE KEY-----\n");

        assertRefused("TLS_PRIVATE_KEY=", "its key is encrypted", "unencrypted private key");
    }

    @Test
    void aFileWithoutAKeyIsNamed() throws IOException {
        Files.copy(certificate, folder.resolve("swapped.key"));
        key = folder.resolve("swapped.key");

        assertRefused("TLS_PRIVATE_KEY=", "no private key can be read from it");
    }

    @Test
    void aKeyInPlaceOfItsPathIsNotShown() {
        String pem = authority.issue("gateway").keyPem();
        PemFiles pasted = new PemFiles(certificate.toString(), pem, "");
        try (CertificateBundles bundles =
                new CertificateBundles(new GatewaySettings.Tls(pasted, false, NONE, NONE, NONE), Clock.systemUTC())) {
            assertThatThrownBy(() -> bundles.registerBundles(registry))
                    .isInstanceOf(SettingsException.class)
                    .hasMessageContaining("TLS_PRIVATE_KEY=(private key)")
                    .hasMessageNotContaining(pem.lines().skip(1).findFirst().orElseThrow());
        }
    }

    @Test
    void anExpiredCertificateIsRefused() {
        Instant yesterday = Instant.now().minus(Duration.ofDays(1));
        replace(authority.issue("gateway", yesterday.minus(Duration.ofDays(1)), yesterday, "localhost"));

        assertRefused(
                "TLS_CERTIFICATE=",
                "the certificate expired at " + yesterday.toString().substring(0, 19));
    }

    @Test
    void aCertificateOfTomorrowIsRefused() {
        Instant tomorrow = Instant.now().plus(Duration.ofDays(1));
        replace(authority.issue("gateway", tomorrow, tomorrow.plus(Duration.ofDays(1)), "localhost"));

        assertRefused("TLS_CERTIFICATE=", "the certificate is not valid before");
    }

    private void replace(TestCertificate other) {
        other.writeTo(folder);
    }
}
