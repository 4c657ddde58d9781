package com.fincloud.gateway.websocket;

import java.io.IOException;

/** The bytes of a peer are not frames of RFC 6455. */
final class FrameException extends IOException {

    FrameException(String message) {
        super(message);
    }
}
