package com.fincloud.gateway.contract;

import com.fincloud.gateway.auth.TestJwk;
import com.fincloud.gateway.auth.TestSigner;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes the tokens of a table for a gateway that verifies with one algorithm; it has the right key, and another one. */
final class TokenForge {

    private static final Pattern NOW = Pattern.compile("NOW([+-]\\d+)");
    private static final String OTHER_SECRET = "another secret that is long enough";

    private final String algorithm;
    private final @Nullable KeyPair keys;
    private final @Nullable KeyPair others;
    private final String trap;

    /** A forge for HMAC, with the secret of {@link Tokens}. */
    TokenForge(String trap) {
        this("HS256", null, null, trap);
    }

    /** A forge for a public algorithm; {@code trap} is a URL. */
    TokenForge(String algorithm, @Nullable KeyPair keys, @Nullable KeyPair others, String trap) {
        this.algorithm = algorithm;
        this.keys = keys;
        this.others = others;
        this.trap = trap;
    }

    String algorithm() {
        return algorithm;
    }

    PublicKey publicKey() {
        return Objects.requireNonNull(keys).getPublic();
    }

    PublicKey otherKey() {
        return Objects.requireNonNull(others).getPublic();
    }

    /** The value of the {@code Authorization} header, a char for a byte. */
    String authorization(NegativeToken token) {
        StringBuilder sent = new StringBuilder();
        String header = base64(bytes(filled(token.header())));
        String claims = base64(bytes(filled(token.claims())));
        String template = new String(bytes(token.sent()), StandardCharsets.ISO_8859_1);
        int scheme = template.startsWith("Bearer") || template.startsWith("Basic") ? template.indexOf(' ') + 1 : 0;
        sent.append(template, 0, scheme);
        String signature = "";
        for (char c : template.substring(scheme).toCharArray()) {
            switch (c) {
                case 'H' -> sent.append(header);
                case 'C' -> sent.append(claims);
                case 'S' -> {
                    if (signature.isEmpty()) {
                        signature = base64(sign(token.signed(), sent.substring(scheme)));
                    }
                    sent.append(signature);
                }
                case '~' -> sent.setCharAt(sent.length() - 1, neighbour(sent.charAt(sent.length() - 1)));
                default -> sent.append(c);
            }
        }
        return sent.toString();
    }

    private String filled(String template) {
        String text = template.replace("HEAD", "'alg':ALG,'typ':'JWT','kid':'k1'")
                .replace("ID", "'sub':'42','type':'access',WHO")
                .replace("WHO", "'iss':'https://issuer','aud':'gateway'")
                .replace("EXP", "'exp':NOW+600")
                .replace("ALG", "'" + algorithm + "'")
                .replace("NEST", "[".repeat(1000) + "]".repeat(1000))
                .replace("TRAP", trap);
        long now = Instant.now().getEpochSecond();
        return NOW.matcher(text)
                .replaceAll(offset -> Long.toString(now + Long.parseLong(offset.group(1))))
                .replace('\'', '"')
                .replace("JWK", otherJwk());
    }

    private String otherJwk() {
        return others == null
                ? "{\"kty\":\"oct\",\"k\":\"" + base64(OTHER_SECRET.getBytes(StandardCharsets.UTF_8)) + "\"}"
                : TestJwk.of("k1", others.getPublic()).toString();
    }

    private byte[] sign(String how, String front) {
        byte[] input = front.substring(0, Math.max(0, front.lastIndexOf('.'))).getBytes(StandardCharsets.ISO_8859_1);
        if (how.startsWith("hmac ")) {
            return TestSigner.hmac("HmacSHA256", secret(how.substring(5))).sign(input);
        }
        if (how.startsWith("as ")) {
            return right(how.substring(3)).sign(input);
        }
        return switch (how) {
            case "-" -> right(algorithm).sign(input);
            case "zeros" -> new byte[right(algorithm).sign(input).length];
            case "other" ->
                (others == null
                                ? TestSigner.hmac("HmacSHA256", OTHER_SECRET)
                                : TestSigner.of(algorithm, others.getPrivate()))
                        .sign(input);
            default -> throw new IllegalStateException("nobody signs by '" + how + "'");
        };
    }

    private TestSigner right(String name) {
        if (keys == null) {
            return TestSigner.hmac("HmacSHA" + name.substring(2), Tokens.SECRET);
        }
        return name.equals("DER")
                ? TestSigner.signature("SHA256withECDSA", keys.getPrivate())
                : TestSigner.of(name, keys.getPrivate());
    }

    private byte[] secret(String name) {
        return switch (name) {
            case "pem" -> TestSigner.pem(publicKey()).getBytes(StandardCharsets.UTF_8);
            case "der" -> publicKey().getEncoded();
            case "jwk" -> TestJwk.of("k1", publicKey()).toString().getBytes(StandardCharsets.UTF_8);
            case "nothing" -> new byte[1]; // HMAC fills a secret up with zeros, so this is the empty one
            default -> name.getBytes(StandardCharsets.UTF_8);
        };
    }

    /** The bytes of a text in UTF-8 in which \xNN is a byte of its own. */
    private static byte[] bytes(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String[] parts = text.split("\\\\x", -1);
        bytes.writeBytes(parts[0].getBytes(StandardCharsets.UTF_8));
        for (int i = 1; i < parts.length; i++) {
            bytes.write(Integer.parseInt(parts[i].substring(0, 2), 16));
            bytes.writeBytes(parts[i].substring(2).getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The letter that differs in a bit which no byte of the signature uses. */
    private static char neighbour(char letter) {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        return alphabet.charAt(alphabet.indexOf(letter) ^ 1);
    }
}
