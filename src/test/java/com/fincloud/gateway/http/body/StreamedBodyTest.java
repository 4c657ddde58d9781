package com.fincloud.gateway.http.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.camel.StreamCache;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamedBodyTest {

    private static final int LONG = 200_000;
    private static final long SPOOL = 300_000;
    private static final long ANSWER = 250_000;

    private final KeptBodies.Limits before = KeptBodies.limits();
    private final KeptBodies heap = new KeptBodies(64 << 20);
    private final KeptBodies.Share share = heap.share();
    private final Path directory;
    private final BodySpool spool;

    StreamedBodyTest(@TempDir Path directory) {
        this.directory = directory;
        this.spool = new BodySpool(directory, SPOOL);
    }

    @BeforeEach
    void use() {
        KeptBodies.use(new KeptBodies.Limits(spool, ANSWER));
    }

    @AfterEach
    void everythingComesBack() {
        share.giveBack();
        KeptBodies.use(before);
        assertThat(spool.files()).isZero();
        assertThat(spool.bytes()).isZero();
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 31 + i / 251);
        }
        return bytes;
    }

    private ResponseBody body(int length, boolean repeated) {
        return new ResponseBody(new ByteArrayInputStream(bytes(length)), length)
                .keptBy(() -> share, repeated, "budget");
    }

    private static InputStream copy(StreamedBody body) {
        return (InputStream) Objects.requireNonNull(body.copy(null));
    }

    @Test
    void whatAStepReadsIsReadAgainAndSent() throws IOException {
        ResponseBody body = body(LONG, false);

        assertThat(body.readNBytes(10)).isEqualTo(bytes(10));
        body.reset();
        assertThat(body.readAllBytes()).isEqualTo(bytes(LONG));
        body.close();
        assertThat(body.readAllBytes()).isEqualTo(bytes(LONG));
        body.startSending();
        assertThat(body.direct()).isNull();
        assertThat(body.readAllBytes()).isEqualTo(bytes(LONG));
    }

    @Test
    void theFileHasNoNameAndNobodyElseMayReadIt() throws IOException {
        ResponseBody body = body(LONG, false);
        body.readAllBytes();

        assertThat(spool.files()).isOne();
        assertThat(spool.bytes()).isEqualTo(LONG - KeptBody.IN_MEMORY);
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).isEmpty();
        }
        assertThat(body.inMemory()).isFalse();
    }

    @Test
    void aShortBodyHasNoFile() throws IOException {
        ResponseBody body = body(KeptBody.IN_MEMORY, false);
        body.readAllBytes();

        assertThat(spool.files()).isZero();
        assertThat(body.inMemory()).isTrue();
    }

    @Test
    void whatIsOnlySentIsNotKept() throws IOException {
        ResponseBody body = body(LONG, false);
        body.startSending();
        assertThat(body.readAllBytes()).isEqualTo(bytes(LONG));
        assertThat(spool.files()).isZero();

        assertThatThrownBy(body::startSending).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);
    }

    @Test
    void whatMayBeNeededAgainIsKeptWhileItIsSent() throws IOException {
        ResponseBody body = body(LONG, true);
        for (int i = 0; i < 3; i++) {
            body.startSending();
            assertThat(body.readAllBytes()).isEqualTo(bytes(LONG));
        }
    }

    @Test
    void aBodyForWhichThereIsNoRoomIsSentOnce() throws IOException {
        KeptBodies.use(new KeptBodies.Limits(new BodySpool(directory, 1000), ANSWER));
        ResponseBody body = body(LONG, true);
        body.startSending();
        assertThat(body.readAllBytes()).isEqualTo(bytes(LONG));

        assertThatThrownBy(body::startSending).satisfies(thrown -> isRefusal(thrown, GatewayError.OVERLOADED));
    }

    @Test
    void aStepThatFindsNoRoomFails() {
        KeptBodies.use(new KeptBodies.Limits(new BodySpool(directory.resolve("missing"), SPOOL), ANSWER));
        ResponseBody body = body(LONG, true);

        assertThatThrownBy(body::readAllBytes).satisfies(thrown -> isRefusal(thrown, GatewayError.OVERLOADED));
        assertThatThrownBy(body::startSending).satisfies(thrown -> isRefusal(thrown, GatewayError.OVERLOADED));
    }

    private static void isRefusal(Throwable thrown, GatewayError error) {
        assertThat(thrown).isInstanceOfSatisfying(GatewayException.class, refusal -> {
            assertThat(refusal.error()).isEqualTo(error);
            if (error == GatewayError.OVERLOADED) {
                assertThat(refusal.headers()).containsEntry("Retry-After", "1");
                assertThat(refusal.reason()).isEqualTo("body_spool_full");
            }
        });
    }

    @Test
    void anAnswerMayBeLongerThanWhatIsKeptUnlessAStepReadsIt() throws IOException {
        ResponseBody sent = body((int) ANSWER + 1, true);
        sent.startSending();
        assertThat(sent.readAllBytes()).isEqualTo(bytes((int) ANSWER + 1));

        assertThatThrownBy(() -> body((int) ANSWER + 1, true).readAllBytes())
                .satisfies(thrown -> isRefusal(thrown, GatewayError.BACKEND_UNUSABLE));
    }

    @Test
    void copiesReadByThemselves() throws IOException {
        ResponseBody body = body(LONG, false);
        InputStream one = copy(body);
        InputStream other = copy(body);

        assertThat(one.readNBytes(100_000)).isEqualTo(bytes(100_000));
        assertThat(other.readAllBytes()).isEqualTo(bytes(LONG));
        assertThat(one.readAllBytes()).isEqualTo(Arrays.copyOfRange(bytes(LONG), 100_000, LONG));
        assertThat(body.readAllBytes()).isEqualTo(bytes(LONG));
        assertThat(ResponseBody.of(one)).isSameAs(body);
    }

    @Test
    void whoIsLateReadsWhatIsKept() throws IOException {
        ResponseBody body = body(LONG, false);
        StreamCache late = Objects.requireNonNull(body.copy(null));
        share.hold();

        share.detach(true);

        assertThat(((InputStream) late).readAllBytes()).isEqualTo(bytes(LONG));
        share.giveBack();
    }

    @Test
    void whoIsTooLateReadsNothing() {
        ResponseBody body = body(LONG, false);
        InputStream late = copy(body);

        share.detach(true);

        assertThatThrownBy(late::readAllBytes).isInstanceOf(IOException.class);
        share.giveBack();
        assertThatThrownBy(late::readAllBytes).isInstanceOf(IOException.class);
    }

    @Test
    void aPartIsNotTakenForTheWhole() {
        InputStream broken = new FilterInputStream(new ByteArrayInputStream(new byte[1000])) {
            @Override
            public int read(byte[] target, int offset, int count) throws IOException {
                int bytes = super.read(target, offset, count);
                if (bytes < 0) {
                    throw new IOException("broken off");
                }
                return bytes;
            }
        };
        ResponseBody body = new ResponseBody(broken, -1).keptBy(() -> share, true, "budget");

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(body::readAllBytes).hasMessage("broken off");
            body.reset();
        }
        assertThatThrownBy(body::startSending).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anEmptyBodyMayBeReadAgain() throws IOException {
        ResponseBody body = body(0, false);
        body.startSending();
        assertThat(body.read()).isEqualTo(-1);
        body.startSending();
        assertThat(body.read()).isEqualTo(-1);
    }
}
