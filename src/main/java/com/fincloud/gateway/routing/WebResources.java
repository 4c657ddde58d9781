package com.fincloud.gateway.routing;

import com.fincloud.gateway.background.BackgroundTask;
import com.fincloud.gateway.background.BackgroundTasks;
import com.fincloud.gateway.fetch.DocumentFetcher;
import com.fincloud.gateway.fetch.Limits;
import com.fincloud.gateway.settings.value.Values;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.engine.DefaultResourceLoader;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.ResourceResolverSupport;
import org.apache.camel.support.ResourceSupport;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.jspecify.annotations.Nullable;

/**
 * Fetches what a route file names by an {@code http:} or {@code https:} URL: a schema, a style sheet, a script, with all that they
 * include. Camel would wait for such a server without a bound, under a lock that every other load needs.
 */
public final class WebResources extends ResourceResolverSupport {

    /** Less than a check may take, so that the file's report names the server. */
    private static final Duration TIME = Duration.ofSeconds(4);

    private static final Limits LIMITS = new Limits(TIME, Duration.ofSeconds(2), 16 * 1024, 1024 * 1024);

    /** The maximum number of fetches at the same time: a fetch that waits for a name server cannot be cancelled. */
    private static final int AT_ONCE = 16;

    private static final BackgroundTasks FETCHES =
            new BackgroundTasks(BackgroundTask.ROUTE_RESOURCES, AT_ONCE).endingWhenIdle();

    private static final BackgroundTasks TIMER = new BackgroundTasks(BackgroundTask.ROUTE_RESOURCES).endingWhenIdle();

    private static final DocumentFetcher FETCHER =
            new DocumentFetcher(LIMITS, TIMER::after, DefaultClientTlsStrategy.createDefault());

    /** The end of the time limit of this thread's load, on the clock of {@link System#nanoTime}. */
    private static final ThreadLocal<Long> END = new ThreadLocal<>();

    /** One load of a file, whose fetches have one bound of time together. */
    public interface Load extends AutoCloseable {

        @Override
        void close();
    }

    private WebResources(String scheme, CamelContext context) {
        super(scheme);
        setCamelContext(context);
    }

    /** Makes {@code context} load {@code http:} and {@code https:} resources through this class. */
    public static void install(CamelContext context) {
        for (String scheme : List.of("http", "https")) {
            context.getRegistry()
                    .bind(DefaultResourceLoader.RESOURCE_LOADER_KEY_PREFIX + scheme, new WebResources(scheme, context));
        }
    }

    /** Begins a load: until it is closed, all fetches of this thread together have the time limit of one fetch. */
    public static Load load() {
        Long outer = END.get();
        END.set(outer == null ? System.nanoTime() + TIME.toNanos() : outer);
        return () -> {
            if (outer == null) {
                END.remove();
            } else {
                END.set(outer);
            }
        };
    }

    @Override
    protected Resource createResource(String location, String remaining) {
        return new Fetched(getSupportedScheme(), getSupportedScheme() + ":" + remaining);
    }

    private static final class Fetched extends ResourceSupport {

        private byte @Nullable [] content;

        private Fetched(String scheme, String location) {
            super(scheme, location);
        }

        /** Always true: the failure to read it says why. */
        @Override
        public boolean exists() {
            return true;
        }

        @Override
        public InputStream getInputStream() throws IOException {
            byte[] known = content;
            if (known == null) {
                known = fetched(getLocation());
                content = known;
            }
            return new ByteArrayInputStream(known);
        }
    }

    private static byte[] fetched(String location) throws IOException {
        HttpGet request = request(location);
        String url = Values.withoutSecrets(location); // for messages that reach the log and reports
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        FETCHES.run(() -> {
            try {
                answer.complete(FETCHER.fetch(request, FETCHER::body));
            } catch (IOException | RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        Long end = END.get();
        long nanos = end == null ? TIME.toNanos() : Math.min(TIME.toNanos(), end - System.nanoTime());
        try {
            return answer.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNull(e.getCause());
            throw new IOException(url + " cannot be read: " + cause.getMessage(), cause);
        } catch (TimeoutException e) {
            throw new IOException(url + " does not answer within " + TIME.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(url + " has not answered yet", e);
        } finally {
            request.cancel();
        }
    }

    private static HttpGet request(String location) throws IOException {
        try {
            return new HttpGet(location);
        } catch (IllegalArgumentException e) {
            throw new IOException(Values.withoutSecrets(location) + " is not a URL");
        }
    }
}
