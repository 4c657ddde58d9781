package com.fincloud.gateway.tls;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/** One side's bundle, as its files are now. */
public final class CurrentBundle {

    private volatile SslBundle bundle;

    private CurrentBundle(SslBundle first) {
        bundle = first;
    }

    /** The bundle of {@code peers}, null when no file is set for them. */
    public static @Nullable CurrentBundle of(SslBundles bundles, Peers peers) {
        if (!bundles.getBundleNames().contains(peers.bundle())) {
            return null;
        }
        CurrentBundle current = new CurrentBundle(bundles.getBundle(peers.bundle()));
        bundles.addBundleUpdateHandler(peers.bundle(), changed -> current.bundle = changed);
        return current;
    }

    /** The bundle of this moment. */
    public SslBundle get() {
        return bundle;
    }
}
