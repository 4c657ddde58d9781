package com.fincloud.gateway.server;

/**
 * Starts the drain before a stop: the next response of each keep-alive connection closes it, so that the client connects to a different
 * instance.
 */
@FunctionalInterface
public interface Draining {

    /** From now on each response closes its connection. */
    void drain();
}
