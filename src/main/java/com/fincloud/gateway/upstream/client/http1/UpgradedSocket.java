package com.fincloud.gateway.upstream.client.http1;

import java.net.Socket;

/**
 * A backend's connection after its response 101, which no longer belongs to the pool.
 *
 * @param early bytes behind the response's head that were already read
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes are handed over once
public record UpgradedSocket(Socket socket, byte[] early) {}
