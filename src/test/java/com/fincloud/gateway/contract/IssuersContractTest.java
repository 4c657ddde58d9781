package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fincloud.gateway.TestAuthority;
import com.fincloud.gateway.TestCertificate;
import com.fincloud.gateway.auth.TestJwk;
import com.fincloud.gateway.auth.TestSigner;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Contract 4.8 and 4.10: several issuers in a file that is followed, each with keys, rules and users of its own. */
@ExtendWith(OutputCaptureExtension.class)
class IssuersContractTest {

    private static final String STAFF = "https://kc.example/realms/staff";
    private static final String PARTNERS = "https://partners.example";
    private static final KeyPair STAFF_KEYS = TestSigner.rsa("RSA", 2048);
    private static final KeyPair PARTNER_KEYS = TestSigner.rsa("RSA", 2048);

    private static RecordingBackend backend;
    private static RecordingBackend publisher;
    private static TestGateway gateway;
    private static Path file;
    private static String all;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        TestAuthority authority = new TestAuthority("Issuers");
        publisher = new RecordingBackend(TestCertificate.context(authority, authority.issue("issuer", "localhost"))
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        backend = new RecordingBackend();
        file = folder.resolve("issuers.yaml");
        all =
                """
                issuers:
                  - {name: fincloud, key: JWT_SECRET, namespace: ""}
                  - {name: staff, issuer: %1$s, preset: keycloak, audience: fincloud, discovery: %3$s/staff}
                  - {name: partners, issuer: %2$s, jwks: %3$s/partners, preset: spring, algorithms: [ES256, RS256]}
                """
                        .formatted(STAFF, PARTNERS, publisher.url());
        publish("staff", STAFF);
        save(all);
        gateway = TestGateway.builder()
                .backend(backend)
                .with("JWT_ISSUERS", file.toString())
                .with(
                        "JWT_JWKS_CA",
                        TestCertificate.write(folder.resolve("ca.crt"), authority.pem())
                                .toString())
                .with("RATE_LIMIT_ENABLED", "true")
                .with("RATE_LIMIT_PER_MINUTE", "1000")
                .start();
    }

    /** Publishes a discovery document, and the staff's key where it says. */
    private static void publish(String name, String issuer) {
        publish(name, issuer, publisher.url() + "/" + name + "/keys");
    }

    private static void publish(String name, String issuer, String keys) {
        publisher.on("/" + name, 200, "", "{\"issuer\":\"" + issuer + "\",\"jwks_uri\":\"" + keys + "\"}");
        publisher.on("/" + name + "/keys", 200, "", TestJwk.set(TestJwk.of("s1", STAFF_KEYS.getPublic())));
    }

    private static void save(String text) throws IOException {
        Files.writeString(file, text, StandardCharsets.UTF_8);
    }

    /** Saves the file, and waits until the gateway has it. */
    private static void use(String text, String... names) throws IOException {
        save(text);
        await().until(() -> {
            String report = keySet();
            return detailed().contains("\"file\":\"issuers.yaml\",\"status\":\"loaded\"")
                    && List.of(names).stream().allMatch(name -> report.contains("\"" + name + "\""))
                    && report.split("\"as_of\"", -1).length - 1 == names.length;
        });
    }

    private static String detailed() throws IOException {
        return Http.get(gateway.port(), "/api/v1/health/detailed").text();
    }

    private static String keySet() throws IOException {
        String text = detailed();
        int from = text.indexOf("\"key_set\"");
        return text.substring(from, text.indexOf("\"circuit_breakers\"", from));
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
        publisher.close();
        backend.close();
    }

    @BeforeEach
    void begin() throws IOException {
        use(all, "fincloud", "staff", "partners");
    }

    private static Http.Reply send(KeyPair keys, String algorithm, String kid, String claims) throws IOException {
        String header = "{\"alg\":\"" + algorithm + "\",\"kid\":\"" + kid + "\"}";
        String body = "{\"exp\":" + (Instant.now().getEpochSecond() + 600) + "," + claims.replace('\'', '"') + "}";
        return send(Tokens.sign(header, body, TestSigner.of(algorithm, keys.getPrivate())));
    }

    private static Http.Reply send(String token) throws IOException {
        return Http.get(gateway.port(), "/api/v1/budget/x", "Authorization: Bearer " + token);
    }

    private static Http.Reply staff(String sub) throws IOException {
        return send(STAFF_KEYS, "RS256", "s1", staffClaims(sub));
    }

    private static String staffClaims(String sub) {
        return "'iss':'" + STAFF + "','aud':'fincloud','typ':'Bearer','sub':'" + sub
                + "','realm_access':{'roles':['clerk','admin']}";
    }

    private static Http.Reply partner(String sub) throws IOException {
        return send(PARTNER_KEYS, "RS256", "p1", "'iss':'" + PARTNERS + "','scope':['x'],'sub':'" + sub + "'");
    }

    private static int remaining(Http.Reply reply) {
        return Integer.parseInt(reply.value("X-RateLimit-Remaining-Minute"));
    }

    @Test
    void usersOfDifferentEntriesNeverMeet() throws IOException {
        int own = remaining(send(Tokens.access(42, "user")));
        assertThat(backend.last().value("X-User-ID")).isEqualTo("42");
        int staff = remaining(staff("42"));
        assertThat(backend.last().value("X-User-ID")).isEqualTo("staff:42");
        assertThat(backend.last().value("X-User-Role")).isEqualTo("clerk,admin");

        assertThat(remaining(staff("42"))).isEqualTo(staff - 1);
        assertThat(remaining(send(Tokens.access(42, "user")))).isEqualTo(own - 1);
    }

    @Test
    void aKeyServesItsOwnIssuerAlone() throws IOException {
        publisher.on("/partners", 200, "", TestJwk.set(TestJwk.of("p1", PARTNER_KEYS.getPublic())));
        await().until(() -> partner("1").status() == 200);
        String asPartner = "'iss':'" + PARTNERS + "','scope':['x'],'sub':'1'";

        assertThat(send(STAFF_KEYS, "RS256", "s1", asPartner).status()).isEqualTo(401);
        assertThat(send(STAFF_KEYS, "RS256", "p1", asPartner).status()).isEqualTo(401);
        assertThat(send(PARTNER_KEYS, "RS256", "p1", staffClaims("1")).status()).isEqualTo(401);
        assertThat(send(PARTNER_KEYS, "RS256", "s1", staffClaims("1")).status()).isEqualTo(401);
        assertThat(send(STAFF_KEYS, "PS256", "s1", staffClaims("1")).status()).isEqualTo(401);
        assertThat(send(STAFF_KEYS, "RS256", "s1", "'sub':'1','type':'access'").status())
                .as("a key of an issuer for tokens without one")
                .isEqualTo(401);
        for (String iss :
                List.of(STAFF + "/", "HTTPS://kc.example/realms/staff", "", "https://kc.example/realms%2fstaff")) {
            assertThat(send(STAFF_KEYS, "RS256", "s1", staffClaims("1").replace("'" + STAFF + "'", "'" + iss + "'"))
                            .status())
                    .as(iss)
                    .isEqualTo(401);
        }
        assertThat(send(Tokens.sign("{\"iss\":\"" + STAFF + "\",\"sub\":\"1\",\"type\":\"access\",\"exp\":9999999999}"))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void anIssuerThatIsAwayAffectsNoOtherAndItsTokensAreAnswered503() throws Exception {
        publisher.on("/away", 500, "", "");
        use(
                all + "  - {name: away, issuer: away, jwks: " + publisher.url() + "/away, preset: spring}",
                "fincloud",
                "staff",
                "partners",
                "away");
        int before = remaining(Http.get(gateway.port(), "/api/v1/budget/x"));
        String claims = "'iss':'away','scope':['x'],'sub':'1'";

        Http.Reply early = send(PARTNER_KEYS, "RS256", "p1", claims);

        assertThat(early.status()).isEqualTo(503);
        assertThat(early.value("Retry-After")).isEqualTo("2");
        assertThat(remaining(early)).as("it counts against the address").isEqualTo(before - 1);
        assertThat(staff("1").status()).isEqualTo(200);
        assertThat(Http.get(gateway.port(), "/api/v1/health/ready").status()).isEqualTo(200);
        assertThat(keySet()).contains("\"key_set\":{\"status\":\"unknown\"");
        assertThat(Http.get(gateway.port(), "/api/v1/health/detailed").text()).contains("\"status\":\"degraded\"");
        assertThat(Scrape.of(gateway).sum("gateway_key_set_keys", "issuer", "away"))
                .isZero();
        assertThat(Scrape.of(gateway).sum("gateway_key_set_keys", "issuer", "staff"))
                .isEqualTo(1);

        publisher.on("/away", 200, "", TestJwk.set(TestJwk.of("p1", PARTNER_KEYS.getPublic())));
        await().until(() -> send(PARTNER_KEYS, "RS256", "p1", claims).status() == 200);
        assertThat(backend.last().value("X-User-ID")).isEqualTo("away:1");
    }

    @Test
    void aBrokenFileChangesNothingAndAnEntryThatGoesTakesItsTokensAlong(CapturedOutput output) throws Exception {
        String header = "{\"alg\":\"RS256\",\"kid\":\"s1\"}";
        String body = "{\"exp\":9999999999," + staffClaims("7").replace('\'', '"') + "}";
        String token = Tokens.sign(header, body, TestSigner.of("RS256", STAFF_KEYS.getPrivate()));
        assertThat(send(token).status()).isEqualTo(200);

        save(all.replace("preset: keycloak", "preset: keycloack"));
        await().untilAsserted(() ->
                assertThat(detailed()).contains("\"file\":\"issuers.yaml\",\"status\":\"rejected\"", "\"line\":3"));

        assertThat(output.getOut())
                .contains("\"event\":\"Configuration file rejected\"")
                .contains("\"line\":3")
                .contains("'keycloack' is no preset");
        assertThat(send(token).status()).isEqualTo(200);
        use(
                all.lines().filter(line -> !line.contains("staff")).reduce("", (a, b) -> a + b + "\n"),
                "fincloud",
                "partners");
        assertThat(send(token).status()).isEqualTo(401);
        use(all, "fincloud", "staff", "partners");
        await().until(() -> send(token).status() == 200);
    }

    @Test
    void aKeyInAPemFileIsFollowedAsTheFileOfTheIssuersIs(@TempDir Path folder) throws Exception {
        Path pem = Files.writeString(folder.resolve("key.pem"), TestSigner.pem(STAFF_KEYS.getPublic()));
        use(
                all + "  - {name: filed, issuer: filed, key: " + pem + ", preset: keycloak}\n",
                "fincloud",
                "staff",
                "partners",
                "filed");
        String claims = "'iss':'filed','typ':'Bearer','sub':'1'";
        assertThat(send(STAFF_KEYS, "RS256", "any", claims).status()).isEqualTo(200);
        String early = "{\"exp\":9999999999," + claims.replace('\'', '"') + "}";
        String cached = Tokens.sign("{\"alg\":\"RS256\"}", early, TestSigner.of("RS256", STAFF_KEYS.getPrivate()));
        assertThat(send(cached).status()).isEqualTo(200);

        Files.writeString(pem, "no PEM");
        await().untilAsserted(() -> assertThat(detailed())
                .contains("\"file\":\"issuers.yaml\",\"status\":\"rejected\"", "\"line\":5", "it is no PEM"));
        assertThat(send(cached).status()).as("the last good key stays").isEqualTo(200);

        Files.writeString(pem, TestSigner.pem(PARTNER_KEYS.getPublic()));
        await().untilAsserted(() ->
                assertThat(send(PARTNER_KEYS, "RS256", "any", claims).status()).isEqualTo(200));
        assertThat(send(cached).status()).isEqualTo(401);
        assertThat(detailed()).contains("\"file\":\"issuers.yaml\",\"status\":\"loaded\"");
    }

    @Test
    void aDiscoveryDocumentOfAnotherIssuerAnHttpKeySetOrARedirectGivesNoKey() throws Exception {
        publish("foreign", STAFF + "/");
        publish("plain", "plain", publisher.url().replace("https", "http") + "/plain/keys");
        publisher.on("/moved", 302, "Location: " + publisher.url() + "/staff\n", "");
        publish("hopping", "hopping", publisher.url() + "/moved");
        StringBuilder entries = new StringBuilder(all);
        for (String name : List.of("foreign", "plain", "moved", "hopping")) {
            entries.append("  - {name: %1$s, issuer: %1$s, preset: keycloak, discovery: %2$s/%1$s}%n"
                    .formatted(name, publisher.url()));
        }
        use(entries.toString(), "fincloud", "staff", "partners", "foreign", "plain", "moved", "hopping");

        for (String name : List.of("foreign", "plain", "moved", "hopping")) {
            String claims = "'iss':'" + name + "','typ':'Bearer','sub':'1'";
            assertThat(send(STAFF_KEYS, "RS256", "s1", claims).status())
                    .as(name)
                    .isEqualTo(503);
        }
    }

    @Test
    void theMoveToKeycloakThatIsDocumentedLogsNobodyOut() throws Exception {
        String issuer = publisher.url() + "/realms/fincloud";
        publish("realms/fincloud/.well-known/openid-configuration", issuer);
        List<String> steps = documentedSteps().stream()
                .map(step -> step.replace("https://kc.example/realms/fincloud", issuer))
                .toList();
        String old = Tokens.access(4711, "user");
        String claims = "'iss':'" + issuer + "','aud':'fincloud','typ':'Bearer','sub':'7d1c','fincloud_id':4711";

        use(steps.get(0), "fincloud");
        int left = remaining(send(old));
        use(steps.get(1), "fincloud", "keycloak");
        await().until(() -> keySet().contains("\"key_set\":{\"status\":\"current\""));
        assertThat(remaining(send(old))).isEqualTo(left - 1);
        Http.Reply moved = send(STAFF_KEYS, "RS256", "s1", claims);
        assertThat(remaining(moved)).as("the same user").isEqualTo(left - 2);
        assertThat(backend.last().value("X-User-ID")).isEqualTo("4711");
        use(steps.get(2), "keycloak");

        assertThat(send(old).status()).isEqualTo(401);
        assertThat(send(STAFF_KEYS, "RS256", "s1", claims).status()).isEqualTo(200);
    }

    /** The files of the section, in their order. */
    private static List<String> documentedSteps() throws IOException {
        String text = Files.readString(Path.of("docs/tokens.md"));
        String section = text.substring(text.indexOf("## Move from HS256 to Keycloak"), text.indexOf("## Keys"));
        List<String> steps = Arrays.stream(section.split("```yaml\n", -1))
                .skip(1)
                .map(part -> part.substring(0, part.indexOf("```")).stripIndent())
                .toList();
        assertThat(steps).hasSize(3);
        return steps;
    }
}
