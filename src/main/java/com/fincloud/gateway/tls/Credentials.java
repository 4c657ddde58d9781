package com.fincloud.gateway.tls;

import com.fincloud.gateway.settings.GatewaySettings.PemFiles;
import com.fincloud.gateway.settings.SettingsException;
import com.fincloud.gateway.settings.Variable;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.ssl.pem.PemContent;
import org.springframework.boot.ssl.pem.PemSslStore;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;

/**
 * The validated content of the files for one kind of peer.
 *
 * @param chain the gateway's certificate and its issuers; empty for none
 * @param privateKey the certificate's private key; null for none
 * @param authorities the authorities for the peer's certificates; empty for the JDK's authorities
 */
record Credentials(List<X509Certificate> chain, @Nullable PrivateKey privateKey, List<X509Certificate> authorities) {

    /**
     * TLS 1.2 or newer; for TLS 1.2 only cipher suites with forward secrecy and authenticated encryption (RFC 9325, sections 3.1.1 and
     * 4.2).
     */
    private static final SslOptions OPTIONS = SslOptions.of(
            Set.of(
                    "TLS_AES_256_GCM_SHA384",
                    "TLS_AES_128_GCM_SHA256",
                    "TLS_CHACHA20_POLY1305_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
                    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"),
            Set.of("TLSv1.3", "TLSv1.2"));

    private static final byte[] SAMPLE = {1, 2, 3, 4};

    /**
     * Validates the content of the files.
     *
     * @throws SettingsException if a file is not usable, naming its variable and never its content
     */
    static Credentials of(Peers peers, PemFiles files, PemTexts texts, Instant now) {
        List<X509Certificate> chain = certificates(peers.certificate(), files.certificate(), texts.certificate());
        List<X509Certificate> authorities = certificates(peers.authorities(), files.authorities(), texts.authorities());
        if (chain.isEmpty()) {
            return new Credentials(chain, null, authorities);
        }
        requireValid(peers.certificate(), files.certificate(), chain.get(0), now);
        PrivateKey key = key(peers.privateKey(), files.privateKey(), texts.privateKey());
        if (!belongTogether(key, chain.get(0).getPublicKey())) {
            throw new SettingsException(
                    peers.privateKey(),
                    files.privateKey(),
                    "it is not the key of the certificate in " + peers.certificate());
        }
        return new Credentials(chain, key, authorities);
    }

    private static List<X509Certificate> certificates(Variable variable, String path, String text) {
        if (path.isEmpty()) {
            return List.of();
        }
        try {
            return PemContent.of(text).getCertificates();
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw new SettingsException(variable, path, "no certificate can be read from it");
        }
    }

    private static PrivateKey key(Variable variable, String path, String text) {
        if (text.contains("BEGIN ENCRYPTED") || text.contains("Proc-Type: 4,ENCRYPTED")) {
            throw new SettingsException(variable, path, "its key is encrypted");
        }
        try {
            PrivateKey key = PemContent.of(text).getPrivateKey();
            if (key != null) {
                return key;
            }
        } catch (IllegalStateException | IllegalArgumentException e) {
            // the cause may show the file's content
        }
        throw new SettingsException(variable, path, "no private key can be read from it");
    }

    private static void requireValid(Variable variable, String path, X509Certificate own, Instant now) {
        Instant from = own.getNotBefore().toInstant();
        Instant until = own.getNotAfter().toInstant();
        if (now.isAfter(until)) {
            throw new SettingsException(variable, path, "the certificate expired at " + until);
        }
        if (now.isBefore(from)) {
            throw new SettingsException(variable, path, "the certificate is not valid before " + from);
        }
    }

    private static boolean belongTogether(PrivateKey key, PublicKey certified) {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> key.getAlgorithm(); // for Ed25519 and Ed448 the key and the signature have the same name
                };
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(SAMPLE);
            byte[] signed = signature.sign();
            signature.initVerify(certified);
            signature.update(SAMPLE);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** The same as a Spring Boot SSL bundle. */
    SslBundle bundle() {
        PemSslStore own = privateKey == null ? null : PemSslStore.of(chain, privateKey);
        PemSslStore trusted = authorities.isEmpty() ? null : PemSslStore.of(authorities, null);
        return SslBundle.of(new PemSslStoreBundle(own, trusted), null, OPTIONS);
    }

    /** Does not show the key, unlike the default text of a record. */
    @Override
    public String toString() {
        return "Credentials";
    }
}
