package com.fincloud.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Contract 4.6 while Redis is there: what the issuer ends is over, at every instance. */
@ExtendWith(OutputCaptureExtension.class)
class RevocationContractTest {

    private final long now = Instant.now().getEpochSecond();
    private final String exp = Long.toString(now + 600);

    private static RecordingBackend backend;
    private static TestRedis redis;
    private static Issuer issuer;
    private static TestGateway gateway;
    private static TestGateway other;
    private static long users = 1000;

    @BeforeAll
    static void start() {
        backend = new RecordingBackend();
        redis = new TestRedis();
        issuer = new Issuer(redis.url());
        gateway = gateway();
        other = gateway();
    }

    private static TestGateway gateway() {
        return TestGateway.builder()
                .backend(backend)
                .with("REDIS_URL", redis.url())
                .start();
    }

    @AfterAll
    static void stop() throws IOException {
        other.close();
        gateway.close();
        issuer.close();
        redis.close();
        backend.close();
    }

    private String token(long user, String more) {
        return Tokens.sign("{\"sub\":\"%d\",\"type\":\"access\",\"exp\":%s%s}".formatted(user, exp, more));
    }

    private static String newId() {
        return UUID.randomUUID().toString();
    }

    private static int status(TestGateway gateway, String token) {
        return reply(gateway, token).status();
    }

    private static Http.Reply reply(TestGateway gateway, String token) {
        try {
            return Http.get(gateway.port(), "/api/v1/budget/x", "Authorization: Bearer " + token);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaitRefused(String token) {
        await().until(() -> status(gateway, token) == 401 && status(other, token) == 401);
    }

    private static void assertPasses(String token) {
        assertThat(status(gateway, token)).isEqualTo(200);
        assertThat(status(other, token)).isEqualTo(200);
    }

    @Test
    void aTokenIsEndedByItsIdAtEveryInstance() {
        String id = newId();
        String ended = token(1, ",\"jti\":\"" + id + "\"");
        String another = token(1, ",\"jti\":\"" + newId() + "\"");
        assertPasses(ended);

        assertThat(issuer.revoke("jti", id, "exp", exp)).isEqualTo(2);

        awaitRefused(ended);
        assertThat(reply(gateway, ended).text()).isEqualTo("{\"detail\":\"Invalid or expired token\"}");
        assertThat(reply(gateway, ended).value("WWW-Authenticate")).startsWith("Bearer");
        assertPasses(another);
    }

    @Test
    void aTokenWithoutAnIdIsEndedByTheHashOfWhatIsSigned() throws GeneralSecurityException {
        String ended = token(2, "");
        assertPasses(ended);
        byte[] signed = ended.substring(0, ended.lastIndexOf('.')).getBytes(StandardCharsets.US_ASCII);

        issuer.revoke(
                "sha256",
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(signed)));

        awaitRefused(ended);
        assertPasses(token(2, ",\"email\":\"a@b.c\""));
    }

    @Test
    void theTokensOfAUserAreEndedAndNewerOnesPass() {
        long user = ++users;
        String old = token(user, ",\"iat\":" + (now - 60));
        String undated = token(user, "");
        String latest = token(user, ",\"iat\":" + (now - 30));
        String newer = token(user, ",\"iat\":" + (now - 29.5));
        assertPasses(old);

        issuer.revoke("user", Long.toString(user), "iat", Long.toString(now - 30), "exp", exp);

        awaitRefused(old);
        awaitRefused(undated);
        awaitRefused(latest);
        assertPasses(newer);
        assertPasses(token(user + 500, ",\"iat\":" + (now - 60)));
    }

    @Test
    void withoutAMomentAUsersTokensAreEndedUntilTheEntryWasWritten() {
        long user = ++users;
        String old = token(user, ",\"iat\":" + now);
        assertPasses(old);

        issuer.revoke("user", Long.toString(user));

        awaitRefused(old);
    }

    @ParameterizedTest
    @CsvSource({"1795553269000", "soon", "-5", "1e9", "''"})
    void aNumberThatIsNotUsableEndsTheTokenAllTheSame(String number, CapturedOutput output) {
        String id = newId();

        issuer.revoke("jti", id, "exp", number);

        awaitRefused(token(3, ",\"jti\":\"" + id + "\""));
        assertThat(output).contains("Revocation not usable as it is");
    }

    @Test
    void theLogHasNoTokenAndNoId(CapturedOutput output) {
        String id = newId();
        String token = token(3, ",\"jti\":\"" + id + "\"");

        issuer.revoke("jti", id, "exp", "soon", "sha256", "x" + id);

        awaitRefused(token);
        await().until(() -> output.getAll().contains("sha256 (expected"));
        assertThat(output).doesNotContain(id, token);
    }

    @Test
    void aRestartGivesNoTokenItsLifeBack() {
        String id = newId();
        String token = token(4, ",\"jti\":\"" + id + "\"");
        issuer.revoke("jti", id, "exp", exp);

        try (TestGateway restarted = gateway()) {
            assertThat(status(restarted, token)).isEqualTo(401);
        }
    }

    @Test
    void whatIsWrittenButNotToldIsHonouredToo() {
        String id = newId();
        String token = token(5, ",\"jti\":\"" + id + "\"");
        assertPasses(token);

        issuer.writeOnly("jti", id, "exp", exp);

        awaitRefused(token);
    }

    @Test
    void aLostSubscriptionIsTakenUpAgain() {
        issuer.redis(redis -> redis.clientKill(io.lettuce.core.KillArgs.Builder.typePubsub()));

        await().until(() -> issuer.publish(new byte[0]) == 2);
    }

    @Test
    void requestsAskRedisNothing() {
        String token = token(6, ",\"jti\":\"" + newId() + "\"");
        long before = commands();

        for (int i = 0; i < 300; i++) {
            assertThat(status(gateway, token)).isEqualTo(200);
        }

        assertThat(commands() - before).isLessThan(150);
    }

    /** How many commands Redis has served. */
    private static long commands() {
        String stats = issuer.redis(redis -> redis.info("stats"));
        return stats.lines()
                .filter(line -> line.startsWith("total_commands_processed:"))
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1)))
                .sum();
    }

    /** What takes over whoever deserializes it. */
    static final class Bomb implements Serializable {

        private static volatile boolean exploded;

        private void readObject(ObjectInputStream in) {
            exploded = true;
        }
    }

    @Test
    void aHostileMessageChangesNothing() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        new ObjectOutputStream(bomb).writeObject(new Bomb());
        String id = newId();
        String token = token(7, ",\"jti\":\"" + id + "\"");

        assertThat(issuer.publish(bomb.toByteArray())).isEqualTo(2);
        issuer.publish(new byte[] {0, -1, -2, 10, 13, 0});
        issuer.publish(new byte[10_000_000]);
        issuer.publish(Issuer.bytes("jti " + id + " exp " + exp));

        assertThat(issuer.publish(new byte[0])).isEqualTo(2);
        assertThat(Bomb.exploded).isFalse();
        assertPasses(token);
        issuer.revoke("jti", id, "exp", exp);
        awaitRefused(token);
    }

    @Test
    void aHostileEntryKeepsNoOtherFromBeingHonoured() {
        issuer.redis(redis -> redis.xadd(Issuer.bytes("gateway:revoked"), new byte[] {0, -1}, new byte[] {-1}));
        issuer.writeOnly("jti", "x".repeat(1_000_000), "user", "../42", "sha256", "\u0000");
        issuer.writeOnly("user", "", "iat", "NaN", "exp", "1e999999999");
        String id = newId();

        issuer.revoke("jti", id, "exp", exp);

        awaitRefused(token(8, ",\"jti\":\"" + id + "\""));
        assertPasses(token(42, ",\"iat\":" + now));
    }

    @Test
    void whatConcernsOnlyExpiredTokensIsDeleted() {
        issuer.writeOnly("jti", newId(), "exp", "1000");
        issuer.writeOnly("user", Long.toString(++users), "iat", "900", "exp", "1000.5");
        issuer.writeOnly("jti", newId(), "exp", exp);
        long entries = issuer.entries();

        try (TestGateway restarted = gateway()) {
            assertThat(restarted.context().isRunning()).isTrue();
            assertThat(issuer.entries()).isEqualTo(entries - 2);
        }
    }

    @Test
    void healthTellsHowManyThereAre() throws IOException {
        issuer.revoke("jti", newId(), "user", Long.toString(++users), "exp", exp);

        await().untilAsserted(() -> assertThat(
                        Http.get(gateway.port(), "/api/v1/health/detailed").text())
                .containsPattern("\"revocations\":\\{\"status\":\"current\",\"tokens\":[1-9]\\d*,\"users\":[1-9]\\d*,"
                        + "\"as_of\":\"20[^\"]*Z\"}"));
    }
}
