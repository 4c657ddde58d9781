package com.fincloud.gateway.auth.jwks;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/**
 * A public key or X.509 certificate in PEM (RFC 7468). If the text has several blocks, the first one counts: in a chain this is the
 * end-entity certificate.
 */
final class Pem {

    private static final String BEGIN = "-----BEGIN ";
    private static final String DASHES = "-----";
    private static final int MAX_FILE_BYTES = 256 * 1024;

    private final String label;
    private final byte[] der;

    private Pem(String label, byte[] der) {
        this.label = label;
        this.der = der;
    }

    /** Reads PEM text, in which a newline may be written as backslash and n, or the file that {@code textOrPath} names. */
    static Pem of(String textOrPath, VerificationKey.PemFiles files) throws InvalidKeyException {
        return textOrPath.contains(BEGIN)
                ? parse(textOrPath.replace("\\r", "").replace("\\n", "\n"))
                : parse(file(textOrPath, files));
    }

    /** The public key. If the PEM block is a bare key, its type is one of {@code types}. */
    PublicKey publicKey(List<String> types) throws GeneralSecurityException {
        return switch (label) {
            case "PUBLIC KEY" -> bareKey(types);
            case "CERTIFICATE" -> certifiedKey();
            default -> throw new InvalidKeyException("'" + label + "' is neither PUBLIC KEY nor CERTIFICATE");
        };
    }

    private PublicKey bareKey(List<String> types) throws GeneralSecurityException {
        for (String type : types) {
            try {
                return KeyFactory.getInstance(type).generatePublic(new X509EncodedKeySpec(der));
            } catch (InvalidKeySpecException e) {
                // Not a key of this type: try the next type.
            }
        }
        throw new InvalidKeyException("it is no public key of type " + String.join(" or ", types));
    }

    /** The key of a certificate. The certificate is only a container here: its signature and validity are not checked. */
    private PublicKey certifiedKey() throws GeneralSecurityException {
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(der))
                    .getPublicKey();
        } catch (CertificateException e) {
            throw new InvalidKeyException("it is no X.509 certificate", e);
        }
    }

    private static Pem parse(String text) throws InvalidKeyException {
        if (text.contains("PRIVATE KEY" + DASHES)) {
            throw new InvalidKeyException("it has a private key, which the gateway must not know");
        }
        int begin = text.indexOf(BEGIN);
        int labelEnd = begin < 0 ? -1 : text.indexOf(DASHES, begin + BEGIN.length());
        if (labelEnd < 0) {
            throw new InvalidKeyException("it is no PEM");
        }
        String label = text.substring(begin + BEGIN.length(), labelEnd);
        int bodyEnd = text.indexOf("-----END " + label + DASHES, labelEnd);
        if (bodyEnd < 0) {
            throw new InvalidKeyException("its PEM does not end");
        }
        String body = text.substring(labelEnd + DASHES.length(), bodyEnd).replaceAll("\\s", "");
        try {
            return new Pem(label, Base64.getDecoder().decode(body));
        } catch (IllegalArgumentException e) {
            throw new InvalidKeyException("its PEM is no base64", e);
        }
    }

    private static String file(String path, VerificationKey.PemFiles files) throws InvalidKeyException {
        try {
            return new String(files.read(Path.of(path)), StandardCharsets.ISO_8859_1);
        } catch (IOException | InvalidPathException e) {
            throw new InvalidKeyException("it is neither PEM nor a file that can be read", e);
        }
    }

    /** The bytes of a regular file. */
    static byte[] bytes(Path file) throws IOException {
        if (!Files.isRegularFile(file)) { // reading a pipe without a writer would never end
            throw new NoSuchFileException(file.toString());
        }
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(MAX_FILE_BYTES);
        }
    }
}
