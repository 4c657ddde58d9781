package com.fincloud.gateway.routing.body;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fincloud.gateway.http.body.StreamedBody;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.TemporalAccessor;
import java.util.Calendar;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.Message;
import org.apache.camel.StreamCache;
import org.apache.camel.WrappedFile;
import org.apache.camel.converter.stream.FileInputStreamCache;
import org.apache.camel.converter.stream.InputStreamCache;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a message's body, of whatever type the route has made it. Numbers, booleans and dates are written as Camel's converters write
 * them; maps, lists and objects without a converter as JSON.
 */
public final class BodyContent {

    /** The media type of what is written as JSON. */
    public static final String JSON = "application/json";

    /** What a stream of bytes in memory has at most that is copied from it. */
    private static final long COPIED_BYTES = 64 * 1024;

    private static final String CHARSET = "charset=";

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .findAndAddModules()
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private BodyContent() {}

    /**
     * The body as bytes or as a stream that begins at the first byte; null if there is none.
     *
     * @param mediaType the value of {@code Content-Type} with which the body is sent; its charset is used for text
     * @throws IllegalStateException if nothing makes bytes of the body's type
     */
    public static @Nullable Object of(Message message, @Nullable String mediaType) {
        Object body = message.getBody();
        if (body instanceof StreamedBody streamed) {
            streamed.startSending();
            return streamed;
        }
        if (body instanceof StreamCache cache) {
            cache.reset();
        }
        if (body instanceof InputStreamCache bytes && bytes.length() <= COPIED_BYTES) {
            return bytes.readAllBytes(); // Camel has made a stream of them, whose length nobody would know
        }
        if (body == null || body instanceof byte[] || body instanceof InputStream) {
            return body;
        }
        if (body instanceof CharSequence || isScalar(body)) {
            return text(message, body).getBytes(charsetOr(mediaType, StandardCharsets.UTF_8));
        }
        return isJson(message) ? json(body) : converted(message, body);
    }

    /** The length in bytes of a stream that Camel has cached; -1 for any other stream. */
    public static long cachedLength(InputStream body) {
        boolean cached = body instanceof InputStreamCache || body instanceof FileInputStreamCache;
        return cached ? ((StreamCache) body).length() : -1;
    }

    /** Whether the body is written as JSON: a map, a list, an array, or an object of which no converter makes bytes. */
    public static boolean isJson(Message message) {
        Object body = message.getBody();
        if (body == null
                || body instanceof InputStream
                || body instanceof byte[]
                || body instanceof CharSequence
                || body instanceof ByteBuffer
                || body instanceof Path
                || body instanceof File
                || body instanceof WrappedFile
                || isScalar(body)) {
            return false;
        }
        return body instanceof Map
                || body instanceof Iterable
                || body.getClass().isArray()
                || !isConverted(message, body);
    }

    private static boolean isScalar(Object body) {
        return body instanceof Number
                || body instanceof Boolean
                || body instanceof Character
                || body instanceof Enum
                || body instanceof Date
                || body instanceof Calendar
                || body instanceof TemporalAccessor
                || body instanceof UUID;
    }

    private static boolean isConverted(Message message, Object body) {
        return message.getExchange().getContext().getTypeConverterRegistry().lookup(InputStream.class, body.getClass())
                != null;
    }

    private static String text(Message message, Object body) {
        String text = message.getExchange()
                .getContext()
                .getTypeConverter()
                .convertTo(String.class, message.getExchange(), body);
        return text == null ? body.toString() : text;
    }

    private static byte[] json(Object body) {
        try {
            return MAPPER.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "No converter makes bytes of a body of type "
                            + body.getClass().getName(),
                    e);
        }
    }

    private static Object converted(Message message, Object body) {
        if (body instanceof ByteBuffer buffer) {
            ByteBuffer unread = buffer.duplicate(); // the buffer's own position stays for a later reader
            if (!unread.hasRemaining()) {
                unread.rewind(); // a step has read it to its end
            }
            byte[] bytes = new byte[unread.remaining()];
            unread.get(bytes);
            return bytes;
        }
        if (body instanceof Path path) {
            try {
                return Files.newInputStream(path);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        InputStream stream = message.getBody(InputStream.class);
        if (stream == null) {
            throw new IllegalStateException("No converter makes bytes of a body of type "
                    + body.getClass().getName());
        }
        return stream;
    }

    /** The charset that a media type names; null if it names none, or one that the JVM does not have. */
    public static @Nullable Charset charset(@Nullable String mediaType) {
        int semicolon = mediaType == null ? -1 : mediaType.indexOf(';');
        if (mediaType == null || semicolon < 0) {
            return null;
        }
        for (int i = semicolon + 1; i < mediaType.length(); i++) {
            if (mediaType.regionMatches(true, i, CHARSET, 0, CHARSET.length())) {
                int begin = i + CHARSET.length();
                int end = mediaType.indexOf(';', begin);
                return named(mediaType.substring(begin, end < 0 ? mediaType.length() : end));
            }
        }
        return null;
    }

    private static @Nullable Charset named(String text) {
        String name = text.strip();
        if (name.length() > 2 && name.startsWith("\"") && name.endsWith("\"")) {
            name = name.substring(1, name.length() - 1);
        }
        try {
            return Charset.isSupported(name) && Charset.forName(name).canEncode() ? Charset.forName(name) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static Charset charsetOr(@Nullable String mediaType, Charset other) {
        Charset named = charset(mediaType);
        return named == null ? other : named;
    }
}
