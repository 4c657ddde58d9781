package com.fincloud.gateway.upstream.client.connect;

import com.fincloud.gateway.background.BackgroundTask;
import com.fincloud.gateway.background.BackgroundTasks;
import java.net.InetAddress;
import java.security.Security;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * The addresses of backends' names. An entry is looked up again after its time to live, and earlier if its addresses refuse connections.
 * Each name is looked up by one thread at a time, so that a name server that does not answer holds few threads.
 *
 * <p>The JVM has a cache of its own, which keeps addresses for 30 s and failures for 10 s. It is switched off.
 */
public final class AddressCache implements AutoCloseable {

    private static final int THREADS = 4;

    private final NameLookup lookup;
    private final long timeToLiveNanos;
    private final LongSupplier clock;
    private final BackgroundTasks threads = new BackgroundTasks(BackgroundTask.NAME_LOOKUPS, THREADS).endingWhenIdle();
    private final Map<String, ResolvedName> names = new ConcurrentHashMap<>();

    /** Creates a cache of the operating system's answers. */
    public AddressCache(Duration timeToLive) {
        this(timeToLive, name -> List.of(InetAddress.getAllByName(name)), System::nanoTime);
        switchOffJvmCache();
    }

    AddressCache(Duration timeToLive, NameLookup lookup, LongSupplier nanoClock) {
        this.timeToLiveNanos = timeToLive.toNanos();
        this.lookup = lookup;
        this.clock = nanoClock;
    }

    /** Switches the JVM's own cache off. The JVM reads these properties once, so this must happen before the first look-up of a name. */
    public static void switchOffJvmCache() {
        Security.setProperty("networkaddress.cache.ttl", "0");
        Security.setProperty("networkaddress.cache.negative.ttl", "0");
        Security.setProperty("networkaddress.cache.stale.ttl", "0");
    }

    ResolvedName name(String name) {
        return names.computeIfAbsent(name, key -> new ResolvedName(key, lookup, timeToLiveNanos, clock, threads::run));
    }

    @Override
    public void close() {
        threads.close();
    }
}
