package com.fincloud.gateway.websocket;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes one log line at the end of each WebSocket. Its handshake has its own line, as every request. */
final class TunnelLog {

    private static final Logger LOG = LoggerFactory.getLogger(TunnelLog.class);

    private TunnelLog() {}

    static void ended(WebSocketLabels labels, Tunnel tunnel) {
        LOG.atInfo()
                .addKeyValue("request_id", labels.requestId())
                .addKeyValue("path", labels.path())
                .addKeyValue("user_id", labels.userId())
                .addKeyValue("client_ip", labels.clientIp())
                .addKeyValue("service", labels.service())
                .addKeyValue("route_id", labels.routeId())
                .addKeyValue("ended_by", tunnel.ending().word())
                .addKeyValue("close_code", tunnel.closeCode() == 0 ? null : tunnel.closeCode())
                .addKeyValue("seconds", tunnel.age().toMillis() / 1e3)
                .addKeyValue("bytes_received", tunnel.receivedBytes())
                .addKeyValue("bytes_sent", tunnel.sentBytes())
                .log("WebSocket ended");
    }
}
