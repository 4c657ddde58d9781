package com.fincloud.gateway.auth.jwks;

import java.io.IOException;
import java.time.Duration;

/**
 * The text of a published key set.
 *
 * @param lifetime the time for which it need not be fetched again
 */
public record KeySetDocument(String text, Duration lifetime) {

    /** A source of key set documents. */
    public interface Source extends AutoCloseable {

        /**
         * Fetches the current document.
         *
         * @throws IOException if the document cannot be fetched
         */
        KeySetDocument fetch() throws IOException;

        @Override
        default void close() {}
    }
}
