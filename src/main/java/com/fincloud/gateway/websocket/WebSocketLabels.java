package com.fincloud.gateway.websocket;

import org.jspecify.annotations.Nullable;

/**
 * What the log line at the end of a WebSocket says of its handshake.
 *
 * @param path the path as logs may show it
 * @param userId the caller; null without one
 * @param service the backend service's name
 */
public record WebSocketLabels(
        String requestId, String path, @Nullable Object userId, String clientIp, String service, String routeId) {}
