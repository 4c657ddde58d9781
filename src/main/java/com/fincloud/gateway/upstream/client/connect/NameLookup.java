package com.fincloud.gateway.upstream.client.connect;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Looks up the addresses of a name. It may block for as long as the operating system's resolver does. */
@FunctionalInterface
interface NameLookup {

    /**
     * The addresses of a name.
     *
     * @throws UnknownHostException if the name has no address, or no name server answers
     */
    List<InetAddress> lookUp(String name) throws UnknownHostException;
}
