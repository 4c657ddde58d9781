package com.fincloud.gateway.upstream.instance;

import com.fincloud.gateway.background.BackgroundTask;
import com.fincloud.gateway.background.BackgroundTasks;
import com.fincloud.gateway.fetch.DocumentFetcher;
import com.fincloud.gateway.fetch.Limits;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.jspecify.annotations.Nullable;

/**
 * The active checks of {@code healthPath}: a GET to each instance of a service with several, every 5 s. An instance without a 2xx within 2 s
 * is left out until a check succeeds. No thread exists before the first check is registered.
 */
public final class InstanceChecks implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final Limits LIMITS = new Limits(Duration.ofSeconds(2), Duration.ofSeconds(1), 8 * 1024, 64 * 1024);
    private static final int THREADS = 4;

    private record Check(ServiceInstances service, String path) {}

    /** The threads for checks, and one that ends checks that take too long. */
    private record Work(BackgroundTasks checks, BackgroundTasks timer, DocumentFetcher fetcher) {}

    private final TlsSocketStrategy tls;
    private final List<Check> registered = new CopyOnWriteArrayList<>();
    private final Set<Instance> running = ConcurrentHashMap.newKeySet();
    private @Nullable Work work;

    /** Creates it without checks. Checks of https instances use {@code tls}. */
    public InstanceChecks(TlsSocketStrategy tls) {
        this.tls = tls;
    }

    /** Begins to check the instances of a service, once more for each call of this method. */
    public synchronized void start(ServiceInstances service, String path) {
        registered.add(new Check(service, path));
        Work known = work;
        if (known == null) {
            BackgroundTasks timer = new BackgroundTasks(BackgroundTask.INSTANCE_CHECKS);
            Work made = new Work(
                    new BackgroundTasks(BackgroundTask.INSTANCE_CHECKS, THREADS),
                    timer,
                    new DocumentFetcher(LIMITS, timer::after, tls));
            work = made;
            made.checks().every(Duration.ZERO, PAUSE, () -> checkAll(made));
        } else {
            known.checks().run(() -> checkAll(known));
        }
    }

    /** Undoes one {@link #start}. After the last one the checks say nothing about the instances any more. */
    public synchronized void stop(ServiceInstances service, String path) {
        registered.remove(new Check(service, path));
        if (registered.stream().noneMatch(check -> check.service() == service)) {
            service.current().instances().forEach(instance -> instance.health().checked(true));
        }
    }

    private void checkAll(Work with) {
        for (Check check : Set.copyOf(registered)) {
            for (Instance instance : check.service().current().instances()) {
                if (check.service().current().hasSeveral() && running.add(instance)) {
                    with.checks().run(() -> check(check, instance, with.fetcher()));
                }
            }
        }
    }

    private void check(Check check, Instance instance, DocumentFetcher fetcher) {
        try {
            boolean good = isGood(instance.url() + check.path(), fetcher);
            synchronized (this) {
                if (registered.contains(check)) {
                    instance.health().checked(good);
                }
            }
        } finally {
            running.remove(instance);
        }
    }

    private static boolean isGood(String url, DocumentFetcher fetcher) {
        try {
            return fetcher.fetch(new HttpGet(url), response -> response.getCode() / 100 == 2);
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public synchronized void close() {
        if (work != null) {
            work.checks().close();
            work.timer().close();
            work.fetcher().close();
        }
    }
}
