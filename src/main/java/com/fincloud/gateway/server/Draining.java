package com.fincloud.gateway.server;

/** Begins the end: keep-alive clients are sent to another instance with their next answer. */
@FunctionalInterface
public interface Draining {

    /** From now on each answer closes its connection. */
    void drain();
}
