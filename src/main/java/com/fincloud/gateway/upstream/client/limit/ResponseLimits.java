package com.fincloud.gateway.upstream.client.limit;

/** What an upstream response may have at most, over HTTP/1.1 and over HTTP/2. */
public final class ResponseLimits {

    /**
     * The maximum number of interim (1xx) heads of one response (RFC 9110 section 15.2). A backend that sends more is unlikely to send a
     * final head.
     */
    public static final int INTERIM_HEADS = 20;

    /** The maximum number of trailer fields that are kept. */
    public static final int TRAILERS = 100;

    private ResponseLimits() {}
}
