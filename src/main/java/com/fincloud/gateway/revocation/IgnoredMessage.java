package com.fincloud.gateway.revocation;

import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.serializer.RedisSerializer;

/** A serializer for messages whose content is ignored, because only their arrival matters. */
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
