package com.fincloud.gateway.contract;

import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who ends tokens, with the command that the documentation shows. */
final class Issuer implements AutoCloseable {

    private static final Pattern SCRIPT = Pattern.compile("(?m)^REVOKE='(.*)'$");
    static final String STREAM = "gateway:revoked";

    private final RedisClient client;
    private final byte[] script;

    Issuer(String redisUrl) {
        client = RedisClient.create(redisUrl);
        script = bytes(documented());
    }

    private static String documented() {
        try {
            Matcher script = SCRIPT.matcher(Files.readString(Path.of("docs/revocation.md"), StandardCharsets.UTF_8));
            if (script.find()) {
                return script.group(1);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        throw new IllegalStateException("docs/revocation.md has no REVOKE");
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The documented command with these fields and values; it answers how many heard it. */
    long revoke(String... fields) {
        byte[][] values = Arrays.stream(fields).map(Issuer::bytes).toArray(byte[][]::new);
        return redis(redis -> redis.<Long>eval(script, ScriptOutputType.INTEGER, new byte[][] {bytes(STREAM)}, values));
    }

    /** Writes an entry and tells nobody. */
    void writeOnly(String... fields) {
        Object[] values = Arrays.stream(fields).map(Issuer::bytes).toArray();
        redis(redis -> redis.xadd(bytes(STREAM), values));
    }

    /** Writes an entry before all that a gateway has read, as it is when Redis lost its data and its clock is behind. */
    void writeEarly(String... fields) {
        Object[] values = Arrays.stream(fields).map(Issuer::bytes).toArray();
        redis(redis -> redis.xadd(bytes(STREAM), new XAddArgs().id("1-1"), values));
    }

    /** Tells everybody, and writes nothing. */
    long publish(byte[] message) {
        return redis(redis -> redis.publish(bytes(STREAM), message));
    }

    /** How many entries there are. */
    long entries() {
        return redis(redis -> redis.xlen(bytes(STREAM)));
    }

    /** What to ask of Redis. */
    interface Question<T> {
        T ask(RedisCommands<byte[], byte[]> redis);
    }

    /** Asks on a connection of its own, for the server comes and goes. */
    <T> T redis(Question<T> question) {
        try (var connection = client.connect(ByteArrayCodec.INSTANCE)) {
            return question.ask(connection.sync());
        }
    }

    @Override
    public void close() {
        client.shutdown();
    }
}
