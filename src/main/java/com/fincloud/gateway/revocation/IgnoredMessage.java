package com.fincloud.gateway.revocation;

import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.serializer.RedisSerializer;

/** For messages that say nothing but that they came: whatever their bytes are, nobody looks at them. */
public final class IgnoredMessage implements RedisSerializer<String> {

    @Override
    public byte[] serialize(@Nullable String text) {
        return new byte[0];
    }

    @Override
    public String deserialize(byte @Nullable [] bytes) {
        return "";
    }
}
