package com.fincloud.gateway.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fincloud.gateway.background.BackgroundTask;
import com.fincloud.gateway.background.BackgroundTasks;
import com.fincloud.gateway.launch.FatalErrors;
import com.fincloud.gateway.openapi.merge.Dispatcher;
import com.fincloud.gateway.openapi.merge.DocumentStatus;
import com.fincloud.gateway.openapi.merge.ExposedRoute;
import com.fincloud.gateway.openapi.merge.MergedDocument;
import com.fincloud.gateway.openapi.sanitize.BoundedJson;
import com.fincloud.gateway.settings.GatewaySettings;
import com.fincloud.gateway.tls.BackendTls;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * The merged API document, updated in the background. Background threads fetch the services' documents, check whether the routes have
 * changed, and merge again after a change. A client gets the last merged document at once.
 */
public final class ApiDocuments implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ApiDocuments.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final long UNSETTLED = -2;
    private static final int FETCHES_AT_ONCE = 3;

    private record Published(Rendition json, Rendition yaml) {}

    private final Supplier<List<ExposedRoute>> routes;
    private final GatewaySettings settings;
    private final Dispatcher dispatcher;
    private final Clock clock;
    private final BackendTls tls;

    private volatile Map<String, DocumentSource> sources = Map.of();
    private volatile @Nullable Published published;
    private @Nullable MergedDocument merged;
    private List<ExposedRoute> known = List.of();
    private long mergedVersion = UNSETTLED;
    private @Nullable BackgroundTasks threads;
    private @Nullable DocumentClient client;

    /** Creates the document for the current routes of {@code routes}. {@code dispatcher} knows where requests currently go. */
    public ApiDocuments(
            Supplier<List<ExposedRoute>> routes,
            Dispatcher dispatcher,
            GatewaySettings settings,
            Clock clock,
            BackendTls tls) {
        this.routes = routes;
        this.dispatcher = dispatcher;
        this.settings = settings;
        this.clock = clock;
        this.tls = tls;
    }

    /** Starts to fetch the services' documents. */
    public synchronized void start() {
        BackgroundTasks pool = new BackgroundTasks(BackgroundTask.API_DOCUMENTS, FETCHES_AT_ONCE + 2);
        threads = pool;
        client = new DocumentClient(pool, tls);
        pool.every(Duration.ZERO, LOOK, this::look);
    }

    /** The document as JSON. */
    Rendition json() {
        return published().json();
    }

    /** The document as YAML. */
    Rendition yaml() {
        return published().yaml();
    }

    /** The status of each service's document, by service name. */
    public List<DocumentStatus> services() {
        return sources.values().stream().map(DocumentSource::status).toList();
    }

    private Published published() {
        Published current = published;
        return current == null ? firstPublished() : current;
    }

    /** Merges the known documents right after the start, without waiting for services. */
    private synchronized Published firstPublished() {
        if (published == null) {
            follow();
        }
        Published first = published;
        if (first == null) {
            throw new IllegalStateException("The API document could not be made");
        }
        return first;
    }

    private synchronized void look() {
        try {
            follow();
            if (!settings.apiDocsRefresh().isZero()) {
                sources.values().stream().filter(DocumentSource::claim).forEach(this::fetch);
            }
        } catch (RuntimeException | StackOverflowError e) {
            FatalErrors.check(e);
            LOG.atError().setCause(e).log("API document not made");
        }
    }

    private void fetch(DocumentSource source) {
        DocumentClient open = client;
        if (threads != null && open != null) {
            threads.run(() -> {
                int before = source.version();
                source.refresh(open, settings.apiDocsRefresh().toNanos());
                if (source.version() != before) {
                    look();
                }
            });
        }
    }

    private void follow() {
        List<ExposedRoute> now = routes.get();
        if (!now.equals(known)) {
            sources = sourcesOf(now);
            known = now;
            mergedVersion = UNSETTLED;
        }
        long version = sources.values().stream()
                .mapToLong(source -> source.version() + 1L)
                .sum();
        if (version != mergedVersion) {
            // During a route change a request may still go to the old routes. The next check sees only the new routes.
            mergedVersion = mergedVersion == UNSETTLED
                    ? UNSETTLED + 1
                    : version; // set before the step that may fail, so that a failure is logged once
            publish();
        }
    }

    private Map<String, DocumentSource> sourcesOf(List<ExposedRoute> now) {
        Map<String, DocumentSource> next = new LinkedHashMap<>();
        for (ExposedRoute route : now) {
            if (route.hasService()) {
                DocumentSource source = sources.get(key(route));
                next.computeIfAbsent(
                        key(route),
                        key -> source == null ? new DocumentSource(route.service(), route.urls(), clock) : source);
            }
        }
        return next;
    }

    /** The key of a service document. Two routes with different URLs may use the same service name. */
    private static String key(ExposedRoute route) {
        return route.service() + " " + route.urls();
    }

    private void publish() {
        if (merged == null) {
            merged = new MergedDocument(settings, dispatcher);
        }
        Map<String, MergedDocument.Described> services = new LinkedHashMap<>();
        sources.forEach((key, source) -> {
            String name = source.status().service();
            for (int i = 2; services.containsKey(name); i++) {
                name = source.status().service() + "-" + i;
            }
            List<ExposedRoute> leading = known.stream()
                    .filter(route -> route.hasService() && key(route).equals(key))
                    .toList();
            services.put(name, new MergedDocument.Described(name, leading, source.document(), source.status()));
        });
        List<ExposedRoute> others =
                known.stream().filter(route -> !route.hasService()).toList();
        ObjectNode document = merged.of(new ArrayList<>(services.values()), others);
        published = new Published(
                Rendition.of("application/json", BoundedJson.bytes(document)),
                Rendition.of("application/yaml", yaml(document)));
    }

    private static byte[] yaml(ObjectNode document) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setSplitLines(false);
        return new Yaml(options).dump(BoundedJson.plain(document)).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.close(); // first, so that fetches which the stop ends are no failures of services
        }
        if (threads != null) {
            threads.close();
        }
    }
}
