package com.fincloud.gateway.tls;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/** The current SSL bundle for one kind of peer. It changes when its files change. */
public final class CurrentBundle {

    private volatile SslBundle bundle;

    private CurrentBundle(SslBundle first) {
        bundle = first;
    }

    /** The bundle for {@code peers}; null if no file is configured for them. */
    public static @Nullable CurrentBundle of(SslBundles bundles, Peers peers) {
        if (!bundles.getBundleNames().contains(peers.bundle())) {
            return null;
        }
        CurrentBundle current = new CurrentBundle(bundles.getBundle(peers.bundle()));
        bundles.addBundleUpdateHandler(peers.bundle(), changed -> current.bundle = changed);
        return current;
    }

    /** The current bundle. */
    public SslBundle get() {
        return bundle;
    }
}
