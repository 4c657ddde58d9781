package com.fincloud.gateway;

import static com.fincloud.gateway.Der.bits;
import static com.fincloud.gateway.Der.bool;
import static com.fincloud.gateway.Der.integer;
import static com.fincloud.gateway.Der.octets;
import static com.fincloud.gateway.Der.oid;
import static com.fincloud.gateway.Der.sequence;
import static com.fincloud.gateway.Der.set;
import static com.fincloud.gateway.Der.tagged;
import static com.fincloud.gateway.Der.time;
import static com.fincloud.gateway.Der.utf8;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A certificate authority of a test's own: what it signs are certificates as RFC 5280 has them. */
public final class TestAuthority {

    private static final byte[] ECDSA_SHA256 = sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));

    private final String name;
    private final KeyPair keys = keyPair();
    private final X509Certificate certificate;

    /** An authority of that name, with a certificate that it has signed itself. */
    public TestAuthority(String name) {
        this.name = name;
        Instant now = Instant.now();
        byte[] isAuthority = extension(new byte[] {0x55, 0x1d, 0x13}, sequence(bool(true)));
        this.certificate =
                sign(name, keys, now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(30)), List.of(isAuthority));
    }

    X509Certificate certificate() {
        return certificate;
    }

    /** Its own certificate, for those who shall trust it. */
    public String pem() {
        return TestCertificate.pem("CERTIFICATE", encoded(certificate));
    }

    /** A certificate for {@code name}, good for these hosts, now. */
    public TestCertificate issue(String name, String... hosts) {
        Instant now = Instant.now();
        return issue(name, now.minus(Duration.ofHours(1)), now.plus(Duration.ofDays(1)), hosts);
    }

    /** A certificate for {@code name}, good for these hosts, from one moment to the other. */
    public TestCertificate issue(String name, Instant from, Instant until, String... hosts) {
        KeyPair pair = keyPair();
        List<byte[]> names = new ArrayList<>();
        for (String host : hosts) {
            names.add(host.matches("[0-9.]+") ? tagged(0x87, address(host)) : tagged(0x82, ascii(host)));
        }
        List<byte[]> extensions = hosts.length == 0
                ? List.of()
                : List.of(extension(new byte[] {0x55, 0x1d, 0x11}, sequence(names.toArray(byte[][]::new))));
        return new TestCertificate(sign(name, pair, from, until, extensions), pair.getPrivate());
    }

    private X509Certificate sign(String subject, KeyPair pair, Instant from, Instant until, List<byte[]> extensions) {
        byte[] body = sequence(
                tagged(0xa0, integer(BigInteger.TWO)),
                integer(new BigInteger(64, new SecureRandom())),
                ECDSA_SHA256,
                distinguished(name),
                sequence(time(from), time(until)),
                distinguished(subject),
                pair.getPublic().getEncoded(),
                extensions.isEmpty() ? new byte[0] : tagged(0xa3, sequence(extensions.toArray(byte[][]::new))));
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(body);
            byte[] all = sequence(body, ECDSA_SHA256, bits(signature.sign()));
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(all));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] extension(byte[] id, byte[] value) {
        return sequence(tagged(0x06, id), octets(value));
    }

    private static byte[] distinguished(String name) {
        return sequence(set(sequence(oid(0x55, 0x04, 0x03), utf8(name))));
    }

    private static byte[] address(String host) {
        try {
            return InetAddress.getByName(host).getAddress();
        } catch (java.net.UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair keyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
