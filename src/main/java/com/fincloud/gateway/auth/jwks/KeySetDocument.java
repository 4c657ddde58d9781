package com.fincloud.gateway.auth.jwks;

import java.io.IOException;
import java.time.Duration;

/**
 * A key set as it was published.
 *
 * @param lifetime for how long it need not be fetched again
 */
record KeySetDocument(String text, Duration lifetime) {

    /** Where such a document comes from. */
    public interface Source extends AutoCloseable {

        /**
         * Gets the document as it is now.
         *
         * @throws IOException when there is none to be had
         */
        KeySetDocument fetch() throws IOException;

        @Override
        default void close() {}
    }
}
