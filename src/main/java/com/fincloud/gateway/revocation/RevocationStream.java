package com.fincloud.gateway.revocation;

import com.fincloud.gateway.redis.RedisConnections;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.stream.ByteRecord;
import org.springframework.data.redis.connection.stream.ReadOffset;
import org.springframework.data.redis.connection.stream.StreamOffset;
import org.springframework.data.redis.connection.stream.StreamReadOptions;

/**
 * Reads the Redis stream that the issuer writes to. The first read starts at its beginning; each further read starts where the last read
 * ended.
 */
final class RevocationStream {

    /** The stream's key, and the name of the channel that announces new entries. */
    static final String NAME = "gateway:revoked";

    private static final byte[] KEY = NAME.getBytes(StandardCharsets.US_ASCII);
    private static final int PAGE = 1000;
    private final RedisConnections connections;
    private EntryId last = EntryId.BEGINNING;

    RevocationStream(RedisConnections connections) {
        this.connections = connections;
    }

    /** Makes the next read start at the beginning. */
    void rewind() {
        last = EntryId.BEGINNING;
    }

    /**
     * Reads to the end, in pages.
     *
     * @throws org.springframework.dao.DataAccessException if Redis does not respond, or the key is not a stream
     */
    @SuppressWarnings("unchecked") // an array of a generic type, for a variable number of arguments
    void read(Consumer<RevocationEntry> reader) {
        try (RedisConnection redis = connections.getConnection()) {
            List<ByteRecord> page;
            do {
                page = redis.streamCommands()
                        .xRead(
                                StreamReadOptions.empty().count(PAGE),
                                StreamOffset.create(KEY, ReadOffset.from(last.toString())));
                for (ByteRecord entry : page == null ? List.<ByteRecord>of() : page) {
                    EntryId id = EntryId.of(entry.getId().getValue());
                    reader.accept(RevocationEntry.of(id, fields(entry)));
                    last = id;
                }
            } while (page != null && page.size() == PAGE);
        }
    }

    private static Map<String, String> fields(ByteRecord entry) {
        Map<String, String> fields = new HashMap<>();
        entry.forEach(field -> fields.put(text(field.getKey()), text(field.getValue())));
        return fields;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The time of Redis in seconds since 1970. It is used so that an instance with a wrong clock deletes nothing too early. */
    long second() {
        try (RedisConnection redis = connections.getConnection()) {
            Long second = redis.serverCommands().time(TimeUnit.SECONDS);
            return second == null ? 0 : second;
        }
    }

    void delete(List<EntryId> entries) {
        try (RedisConnection redis = connections.getConnection()) {
            for (int from = 0; from < entries.size(); from += PAGE) {
                List<EntryId> page = entries.subList(from, Math.min(from + PAGE, entries.size()));
                redis.streamCommands()
                        .xDel(KEY, page.stream().map(EntryId::toString).toArray(String[]::new));
            }
        }
    }
}
