package com.fincloud.gateway.upstream.client.http2.frame;

/** The error codes of RFC 9113 section 7 that this client sends or distinguishes. */
public enum ErrorCode {
    NO_ERROR(0),
    PROTOCOL_ERROR(1),
    FLOW_CONTROL_ERROR(3),
    STREAM_CLOSED(5),
    FRAME_SIZE_ERROR(6),
    REFUSED_STREAM(7),
    CANCEL(8),
    COMPRESSION_ERROR(9),
    ENHANCE_YOUR_CALM(11),
    HTTP_1_1_REQUIRED(13);

    private final int number;

    ErrorCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
