package com.fincloud.gateway.tls;

import com.fincloud.gateway.background.BackgroundTask;
import com.fincloud.gateway.background.BackgroundTasks;
import com.fincloud.gateway.settings.GatewaySettings;
import com.fincloud.gateway.settings.GatewaySettings.PemFiles;
import com.fincloud.gateway.settings.SettingsException;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.ssl.SslBundleRegistrar;
import org.springframework.boot.ssl.SslBundleRegistry;

/**
 * Creates Spring Boot SSL bundles from the configured files, and updates them when the files change. It compares the content of the files.
 * Spring Boot's own watcher depends on file system events, which some mounts do not send, and reports an error with a stack trace instead
 * of the variable's name. Without configured files it does nothing.
 */
public final class CertificateBundles implements SslBundleRegistrar, AutoCloseable {

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final GatewaySettings.Tls tls;
    private final Clock clock;
    private @Nullable BackgroundTasks follower;

    /** Creates bundles for the files of {@code tls}. */
    public CertificateBundles(GatewaySettings.Tls tls, Clock clock) {
        this.tls = tls;
        this.clock = clock;
    }

    /**
     * Registers a bundle for each kind of peer with configured files.
     *
     * @throws SettingsException if a file is not usable, naming its variable
     */
    @Override
    public void registerBundles(SslBundleRegistry registry) {
        for (Peers peers : Peers.values()) {
            PemFiles files = peers.files(tls);
            if (!files.isEmpty()) {
                PemTexts texts = PemTexts.read(peers, files);
                registry.registerBundle(
                        peers.bundle(),
                        Credentials.of(peers, files, texts, clock.instant()).bundle());
                follow(registry, peers, new WatchedFiles(peers, files, texts, clock));
            }
        }
    }

    private void follow(SslBundleRegistry registry, Peers peers, WatchedFiles files) {
        if (follower == null) {
            follower = new BackgroundTasks(BackgroundTask.CERTIFICATES);
        }
        follower.every(
                INTERVAL,
                INTERVAL,
                () -> files.look(changed -> registry.updateBundle(peers.bundle(), changed.bundle())));
    }

    @Override
    public void close() {
        if (follower != null) {
            follower.close();
        }
    }
}
