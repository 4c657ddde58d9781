package com.fincloud.gateway.routing;

import com.fasterxml.jackson.core.StreamReadConstraints;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Bounds what Jackson makes of one JSON text, before the first of its factories is made: REST binding, {@code unmarshal} and type
 * converters of Camel all take the default. A body within {@code MAX_REQUEST_BODY} may otherwise become a tree of thirty times its size.
 */
public final class ParserBounds implements EnvironmentPostProcessor {

    /** Bytes of heap for each token of a text: a token is up to 80 bytes of tree, and several requests are read at once. */
    private static final long HEAP_FOR_TOKEN = 1024;

    private static final long FEWEST_TOKENS = 100_000;

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        StreamReadConstraints.overrideDefaultStreamReadConstraints(StreamReadConstraints.builder()
                .maxTokenCount(tokens(Runtime.getRuntime().maxMemory()))
                .build());
    }

    /** The most tokens of one text for a heap of so many bytes. */
    static long tokens(long heapBytes) {
        return Math.max(FEWEST_TOKENS, heapBytes / HEAP_FOR_TOKEN);
    }
}
