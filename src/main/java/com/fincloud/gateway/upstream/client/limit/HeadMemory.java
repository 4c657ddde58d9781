package com.fincloud.gateway.upstream.client.limit;

import java.io.IOException;

/** The memory for large response heads. */
public interface HeadMemory {

    /**
     * Takes memory until the request ends.
     *
     * @throws IOException if there is none
     */
    void hold(int bytes) throws IOException;
}
