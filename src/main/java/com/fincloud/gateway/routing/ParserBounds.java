package com.fincloud.gateway.routing;

import com.fasterxml.jackson.core.StreamReadConstraints;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Limits the number of tokens that Jackson accepts in one JSON text. Without this limit a body within {@code MAX_REQUEST_BODY} may become a
 * tree of thirty times its size. The limit is set before the first Jackson factory exists, because Camel's REST binding, {@code unmarshal}
 * and type converters all use the default.
 */
public final class ParserBounds implements EnvironmentPostProcessor {

    /** Bytes of heap for each token. A token takes up to 80 bytes in a tree, and several requests are parsed at the same time. */
    private static final long HEAP_FOR_TOKEN = 1024;

    private static final long MIN_TOKENS = 100_000;

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        StreamReadConstraints.overrideDefaultStreamReadConstraints(StreamReadConstraints.builder()
                .maxTokenCount(tokens(Runtime.getRuntime().maxMemory()))
                .build());
    }

    /** The maximum number of tokens in one text for a heap of this size. */
    static long tokens(long heapBytes) {
        return Math.max(MIN_TOKENS, heapBytes / HEAP_FOR_TOKEN);
    }
}
