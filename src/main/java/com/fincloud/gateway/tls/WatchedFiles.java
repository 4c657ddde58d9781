package com.fincloud.gateway.tls;

import com.fincloud.gateway.settings.GatewaySettings.PemFiles;
import com.fincloud.gateway.settings.SettingsException;
import java.time.Clock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of one side while they change. A change counts when two looks have seen the same: certificate and key are seldom written in
 * one step. What is not usable changes nothing, and is told once.
 */
final class WatchedFiles {

    private static final Logger LOG = LoggerFactory.getLogger(WatchedFiles.class);

    private final Peers peers;
    private final PemFiles files;
    private final Clock clock;
    private PemTexts judged;
    private @Nullable PemTexts seen;
    private String reported = "";

    /** Files that have been judged usable as {@code judged}. */
    WatchedFiles(Peers peers, PemFiles files, PemTexts judged, Clock clock) {
        this.peers = peers;
        this.files = files;
        this.judged = judged;
        this.clock = clock;
    }

    /** Looks at the files, and hands on what is new in them. */
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
