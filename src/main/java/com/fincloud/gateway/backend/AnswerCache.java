package com.fincloud.gateway.backend;

import com.fincloud.gateway.edge.Call;
import com.fincloud.gateway.edge.ReplyBody;
import com.fincloud.gateway.settings.Values;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * A service's last answers, each for some seconds: answers of 200 to GET, at most 256 KiB each and 16 MiB together; what was used
 * least lately goes first. An answer is kept for the user that asked, unless the route says that all users get the same one.
 *
 * <p>It keeps less than RFC 9111 allows: no answer with a cookie, with {@code Cache-Control: no-store}, {@code private} or {@code
 * no-cache}, or that varies by more than {@code Accept}, {@code Accept-Encoding} and {@code Accept-Language}; and it leaves a request
 * alone that has a condition, a range or a {@code Cache-Control} of its own.
 */
final class AnswerCache {

    static final int MAX_ENTRY = 256 << 10;
    static final int MAX_TOTAL = 16 << 20;

    private static final List<String> NEGOTIATED = List.of("accept", "accept-encoding", "accept-language");
    private static final Set<String> LEFT_ALONE = Set.of(
            "cache-control",
            "pragma",
            "range",
            "if-match",
            "if-none-match",
            "if-modified-since",
            "if-unmodified-since",
            "if-range");

    /** What makes two requests the same. */
    record Key(String user, String path, String query, List<String> negotiated) {}

    private record Kept(long untilNanos, long sinceNanos, Map<String, Object> headers, byte[] body) {

        int weight() {
            return body.length + 1024;
        }
    }

    private final long nanos;
    private final boolean shared;
    private final LongSupplier clock;
    private final Map<Key, Kept> answers = new LinkedHashMap<>(16, 0.75f, true);
    private long total;

    /**
     * An empty cache.
     *
     * @param shared whether all users may get the same answer
     * @param clock nanoseconds, as {@link System#nanoTime}
     */
    AnswerCache(Duration time, boolean shared, LongSupplier clock) {
        this.nanos = time.toNanos();
        this.shared = shared;
        this.clock = clock;
    }

    /** The key of a request, or null when it is none to look up. */
    @Nullable
    Key key(Outgoing request) {
        if (!request.method().equals("GET") || request.body() != null) {
            return null;
        }
        List<String> negotiated = new ArrayList<>(List.of("", "", ""));
        for (Map.Entry<String, Object> header : request.headers().entrySet()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (LEFT_ALONE.contains(name)) {
                return null;
            }
            if (NEGOTIATED.contains(name)) {
                negotiated.set(NEGOTIATED.indexOf(name), String.valueOf(header.getValue()));
            }
        }
        Call call = request.call();
        String user = shared || call == null || call.caller() == null
                ? ""
                : String.valueOf(call.caller().userId());
        return new Key(
                user, request.path(), request.query() == null ? "" : "?" + request.query(), List.copyOf(negotiated));
    }

    /** Makes the kept answer the message, with its {@code Age} in seconds; false when there is none. */
    boolean answer(Key key, Message message) {
        Kept kept;
        synchronized (answers) {
            kept = answers.get(key);
            if (kept != null && kept.untilNanos() - clock.getAsLong() <= 0) {
                forget(key);
                kept = null;
            }
        }
        if (kept == null) {
            return false;
        }
        message.setHeaders(new LinkedHashMap<>(kept.headers()));
        message.setHeader("Age", Long.toString((clock.getAsLong() - kept.sinceNanos()) / 1_000_000_000));
        message.setBody(kept.body());
        return true;
    }

    /** Keeps the answer that the message is, if it may be kept; the message stays what it was. */
    void keep(Key key, Message message) throws IOException {
        if (!mayKeep(message) || !(message.getBody() instanceof ReplyBody stream)) {
            return;
        }
        byte[] start = stream.readNBytes(MAX_ENTRY + 1);
        if (start.length > MAX_ENTRY) {
            message.setBody(
                    new ReplyBody(new SequenceInputStream(new ByteArrayInputStream(start), stream), stream.length()));
            return;
        }
        stream.close();
        message.setBody(start);
        long now = clock.getAsLong();
        Kept kept = new Kept(now + nanos, now, new LinkedHashMap<>(message.getHeaders()), start);
        synchronized (answers) {
            forget(key);
            answers.put(key, kept);
            total += kept.weight();
            for (Iterator<Kept> oldest = answers.values().iterator(); total > MAX_TOTAL; ) {
                total -= oldest.next().weight();
                oldest.remove();
            }
        }
    }

    private void forget(Key key) {
        Kept gone = answers.remove(key);
        total -= gone == null ? 0 : gone.weight();
    }

    private static boolean mayKeep(Message message) {
        if (message.getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class) != 200
                || message.getHeader("Set-Cookie") != null
                || text(message, "Content-Type").startsWith("text/event-stream")
                || text(message, "Cache-Control").matches(".*(no-store|no-cache|private).*")) {
            return false;
        }
        return NEGOTIATED.containsAll(Values.list(text(message, "Vary").replaceAll("[\\[\\]]", "")));
    }

    private static String text(Message message, String header) {
        Object value = message.getHeader(header);
        return value == null ? "" : value.toString().toLowerCase(Locale.ROOT);
    }
}
