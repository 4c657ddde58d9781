package com.fincloud.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;

import com.fincloud.gateway.TestAuthority;
import com.fincloud.gateway.TestCertificate;
import com.fincloud.gateway.settings.GatewaySettings.PemFiles;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** When a change of the files counts, and what is said of one that cannot. */
@ExtendWith(OutputCaptureExtension.class)
class FollowedFilesTest {

    private final TestAuthority authority = new TestAuthority("Test CA");
    private final TestCertificate first = authority.issue("first");
    private final TestCertificate second = authority.issue("second");
    private final List<String> changes = new ArrayList<>();

    private Path folder = Path.of("");

    @BeforeEach
    void files(@TempDir Path temporary) {
        folder = temporary;
        first.writeTo(folder);
    }

    private WatchedFiles follow() {
        PemFiles files = new PemFiles(
                folder.resolve("tls.crt").toString(), folder.resolve("tls.key").toString(), "");
        return new WatchedFiles(Peers.CLIENTS, files, PemTexts.read(Peers.CLIENTS, files), Clock.systemUTC());
    }

    private void look(WatchedFiles files) {
        files.look(changed ->
                changes.add(changed.chain().get(0).getSubjectX500Principal().getName()));
    }

    @Test
    void aChangeCountsWhenItHasBeenSeenTwice() {
        WatchedFiles files = follow();
        second.writeTo(folder);

        look(files);
        assertThat(changes).isEmpty();
        look(files);
        look(files);
        assertThat(changes).containsExactly("CN=second");
    }

    @Test
    void aCertificateThatIsThereBeforeItsKeyIsNoMistake(CapturedOutput output) {
        WatchedFiles files = follow();
        TestCertificate.write(folder.resolve("tls.crt"), second.pem());
        look(files);
        TestCertificate.write(folder.resolve("tls.key"), second.keyPem());
        look(files);
        look(files);

        assertThat(changes).containsExactly("CN=second");
        assertThat(output.getOut()).doesNotContain("Certificates rejected");
    }

    @Test
    void aMistakeIsToldOnceAndChangesNothing(CapturedOutput output) {
        WatchedFiles files = follow();
        TestCertificate.write(folder.resolve("tls.key"), second.keyPem());

        for (int i = 0; i < 5; i++) {
            look(files);
        }

        assertThat(changes).isEmpty();
        assertThat(output.getOut().split("Certificates rejected", -1)).hasSize(2);
    }

    @Test
    void aMistakeThatIsTakenBackChangesNothing(CapturedOutput output) {
        WatchedFiles files = follow();
        TestCertificate.write(folder.resolve("tls.crt"), "");
        look(files);
        look(files);
        first.writeTo(folder);
        look(files);
        look(files);

        assertThat(changes).isEmpty();
        assertThat(output.getOut()).contains("no certificate can be read from it");
    }
}
