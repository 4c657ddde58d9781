package com.fincloud.gateway.websocket;

import java.util.Locale;

/** Why a WebSocket has ended. */
public enum Ending {
    /** The client has closed it, or has disconnected. */
    CLIENT,
    /** The backend has closed it, or its connection has ended. */
    BACKEND,
    /** The token has expired or was revoked. */
    TOKEN,
    /** The gateway stops. */
    DRAINED,
    /** No byte came for a long time. */
    IDLE,
    /** A peer has sent bytes that are no frames, or an unforeseen failure. */
    FAILED;

    /** The value in logs and metrics. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
