/**
 * WebSockets (RFC 6455) from the handshake on: the handshake's fields, and the relay that moves frames between clients and backends without
 * looking at their payloads. One thread serves all connections without blocking.
 */
@NullMarked
package com.fincloud.gateway.websocket;

import org.jspecify.annotations.NullMarked;
