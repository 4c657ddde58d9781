package com.fincloud.gateway.upstream;

import com.fincloud.gateway.http.body.ResponseBody;
import com.fincloud.gateway.upstream.client.request.UpstreamRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * The response cache of one route. It stores responses with status 200 to GET for some seconds, at most 256 KiB each, in an
 * {@link UpstreamResponseStore}. A stored response is used only for requests that send the backend the same value in every field, because a
 * user's role, address or host may change the response as well as the path does. The request id and the trace are ignored. If the route
 * declares that all users get the same response, the user's fields are ignored as well.
 *
 * <p>The cache stores less than RFC 9111 allows. It does not store a response with a cookie, with {@code Cache-Control: no-store},
 * {@code private} or {@code no-cache}, or with a {@code Vary} that names an ignored field. It stores no response longer than the backend
 * allows. It ignores requests with a condition, a range or a {@code Cache-Control} field.
 */
final class ResponseCache {

    static final int MAX_ENTRY = 256 << 10;

    private static final Set<String> LEFT_ALONE = Set.of(
            "cache-control",
            "pragma",
            "range",
            "if-match",
            "if-none-match",
            "if-modified-since",
            "if-unmodified-since",
            "if-range");

    private static final Set<String> OF_ONE_REQUEST =
            Set.of("x-request-id", "traceparent", "tracestate", "baggage", "b3");

    private static final Set<String> WHO =
            Set.of("authorization", "x-user-id", "x-user-email", "x-user-role", "x-forwarded-for", "forwarded");

    private final Duration time;
    private final boolean shared;
    private final LongSupplier clock;
    private final UpstreamResponseStore store;

    /**
     * Creates an empty cache.
     *
     * @param shared whether all users may get the same response
     * @param clock a clock in nanoseconds, as {@link System#nanoTime}
     */
    ResponseCache(Duration time, boolean shared, LongSupplier clock, UpstreamResponseStore store) {
        this.time = time;
        this.shared = shared;
        this.clock = clock;
        this.store = store;
    }

    /** The key of a request; null if the cache ignores the request. */
    UpstreamResponseStore.@Nullable Key key(UpstreamRequest request) {
        if (!request.method().equals("GET") || request.body() != null) {
            return null;
        }
        Map<String, String> fields = new TreeMap<>();
        for (Map.Entry<String, Object> header : request.headers().entrySet()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (LEFT_ALONE.contains(name)) {
                return null;
            }
            if (!isIgnored(name)) {
                fields.merge(name, String.valueOf(header.getValue()), (first, second) -> first + "\n" + second);
            }
        }
        return new UpstreamResponseStore.Key(this, digest(request.path(), String.valueOf(request.query()), fields));
    }

    private boolean isIgnored(String name) {
        return name.startsWith("camel")
                || name.startsWith("x-b3-")
                || OF_ONE_REQUEST.contains(name)
                || (shared && WHO.contains(name));
    }

    /**
     * A digest of the texts, so that no token stays in memory. Each text is preceded by its length, so that two different lists never have
     * the same input.
     */
    private static String digest(String path, String query, Map<String, String> fields) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            add(sha, path);
            add(sha, query);
            fields.forEach((name, value) -> {
                add(sha, name);
                add(sha, value);
            });
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has SHA-256
        }
    }

    private static void add(MessageDigest sha, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        sha.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        sha.update(bytes);
    }

    /** Writes the stored response into the message, with its {@code Age} in seconds. Returns false if no response is stored. */
    boolean answer(UpstreamResponseStore.Key key, Message message) {
        UpstreamResponseStore.Kept kept = store.get(key);
        if (kept != null && kept.untilNanos() - clock.getAsLong() <= 0) {
            store.remove(key);
            kept = null;
        }
        if (kept == null) {
            return false;
        }
        message.setHeaders(new LinkedHashMap<>(kept.headers()));
        long here = (clock.getAsLong() - kept.sinceNanos()) / 1_000_000_000;
        message.setHeader("Age", Long.toString(kept.ageSeconds() + here));
        message.setBody(kept.body());
        return true;
    }

    /** Stores the response in the message, if it may be stored. The message stays unchanged. */
    void keep(UpstreamResponseStore.Key key, Message message) throws IOException {
        Freshness freshness = new Freshness(message.getHeaders());
        Duration fresh = mayKeep(message, freshness) ? freshness.time(time) : Duration.ZERO;
        if (fresh.isZero() || !(message.getBody() instanceof ResponseBody stream)) {
            return;
        }
        byte[] start = stream.readNBytes(MAX_ENTRY + 1);
        if (start.length > MAX_ENTRY) {
            message.setBody(new ResponseBody(
                    new SequenceInputStream(new ByteArrayInputStream(start), stream), stream.announced()));
            return;
        }
        stream.release();
        message.setBody(start);
        long now = clock.getAsLong();
        store.put(
                key,
                new UpstreamResponseStore.Kept(
                        now + fresh.toNanos(), now, freshness.age(), new LinkedHashMap<>(message.getHeaders()), start));
    }

    private boolean mayKeep(Message message, Freshness answer) {
        return message.getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class) == 200
                && message.getHeader("Set-Cookie") == null
                && answer.list("content-type").stream().noneMatch(type -> type.startsWith("text/event-stream"))
                && answer.list("vary").stream().noneMatch(name -> name.equals("*") || isIgnored(name));
    }
}
