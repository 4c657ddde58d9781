package com.fincloud.gateway.conformance;

import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;

/**
 * The gateway under test, seen from its client.
 *
 * @param sockets makes the client's connections
 * @param host where it listens
 * @param port where it listens
 * @param clientPath a path at the gateway; all below it goes to the backend
 * @param backendPath what the client's path becomes at the backend
 * @param headers header lines that a call needs to be let through, each ended by CR LF
 */
record Target(SocketFactory sockets, String host, int port, String clientPath, String backendPath, String headers) {

    /** What a client calls it with. */
    String scheme() {
        return sockets instanceof SSLSocketFactory ? "https" : "http";
    }
}
