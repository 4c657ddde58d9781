package com.fincloud.gateway.tls;

import com.fincloud.gateway.settings.GatewaySettings.PemFiles;
import com.fincloud.gateway.settings.SettingsException;
import java.time.Clock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the files for one kind of peer. A change is used when two checks have seen the same content, because certificate and key are
 * rarely written in one step. Content that is not usable changes nothing, and is reported once.
 */
final class WatchedFiles {

    private static final Logger LOG = LoggerFactory.getLogger(WatchedFiles.class);

    private final Peers peers;
    private final PemFiles files;
    private final Clock clock;
    private PemTexts judged;
    private @Nullable PemTexts seen;
    private String reported = "";

    /** Creates the watch of files whose current content {@code judged} is already validated. */
    WatchedFiles(Peers peers, PemFiles files, PemTexts judged, Clock clock) {
        this.peers = peers;
        this.files = files;
        this.judged = judged;
        this.clock = clock;
    }

    /** Checks the files, and passes new credentials to {@code changed}. */
    void look(Consumer<Credentials> changed) {
        try {
            PemTexts now = PemTexts.read(peers, files);
            if (now.equals(judged)) {
                seen = null;
                reported = "";
                return;
            }
            if (!now.equals(seen)) {
                seen = now;
                return;
            }
            Credentials usable = Credentials.of(peers, files, now, clock.instant());
            changed.accept(usable);
            judged = now;
            reported = "";
            LOG.atInfo().addKeyValue("peers", peers.bundle()).log("Certificates reloaded");
        } catch (SettingsException | IllegalArgumentException | IllegalStateException e) {
            report(String.valueOf(e.getMessage()));
        }
    }

    private void report(String error) {
        if (!error.equals(reported)) {
            reported = error;
            LOG.atError()
                    .addKeyValue("peers", peers.bundle())
                    .addKeyValue("error", error)
                    .log("Certificates rejected");
        }
    }
}
