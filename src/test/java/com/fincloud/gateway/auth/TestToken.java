package com.fincloud.gateway.auth;

import com.fincloud.gateway.settings.GatewaySettings;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A token as any issuer, or any forger, may write it; nothing of the code under test goes into it. */
public final class TestToken {

    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    static final long SECOND = NOW.getEpochSecond();
    static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    static final String SECRET = "a secret of at least thirty-two bytes";

    private final List<String> members = new ArrayList<>();
    private String header = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";
    private TestSigner signer = TestSigner.hmac("HmacSHA256", SECRET);

    private TestToken() {
        with("sub", "\"42\"").with("type", "\"access\"").with("exp", "" + (SECOND + 900));
    }

    /** A good access token of user 42. */
    public static TestToken token() {
        return new TestToken();
    }

    static GatewaySettings.Jwt settings() {
        return settings("", "", Duration.ZERO);
    }

    static GatewaySettings.Jwt settings(String issuer, String audience, Duration skew) {
        return new GatewaySettings.Jwt(
                SECRET, "HS256", "", "", issuer, audience, skew, GatewaySettings.Claims.FINCLOUD, "", "");
    }

    public static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    public static String base64(String text) {
        return base64(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sets a claim to a JSON value. */
    TestToken with(String claim, String json) {
        return without(claim).and("\"" + claim + "\":" + json);
    }

    TestToken without(String claim) {
        members.removeIf(member -> member.startsWith("\"" + claim + "\":"));
        return this;
    }

    /** Adds a member as it is, a second one of a name too. */
    TestToken and(String member) {
        members.add(member);
        return this;
    }

    public TestToken header(String json) {
        header = json;
        return this;
    }

    /** Adds members to the default header. */
    TestToken headerAnd(String json) {
        return header("{\"alg\":\"HS256\"," + json + "}");
    }

    public TestToken signedBy(TestSigner other) {
        signer = other;
        return this;
    }

    String claims() {
        return "{" + String.join(",", members) + "}";
    }

    public String text() {
        return signed(base64(header), base64(claims()));
    }

    String withHeaderBytes(byte[] bytes) {
        return signed(base64(bytes), base64(claims()));
    }

    String withClaims(String json) {
        return signed(base64(header), base64(json));
    }

    String withClaimsBytes(byte[] bytes) {
        return signed(base64(header), base64(bytes));
    }

    /** A token of two parts as they are, with a good signature over them. */
    String signed(String headerPart, String claimsPart) {
        String input = headerPart + "." + claimsPart;
        return input + "." + base64(signer.sign(input.getBytes(StandardCharsets.UTF_8)));
    }
}
