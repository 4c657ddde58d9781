package com.fincloud.gateway.metrics;

/**
 * What a route has done since the start, all its versions together.
 *
 * @param requests requests that were answered
 * @param clientErrors those of them that were answered 4xx
 * @param failed those of them that failed, no client being to blame
 * @param limited those of them that the limiter refused
 * @param inFlight requests that are being answered now
 * @param times from the request line to the last byte of the answer
 */
public record RouteReadings(
        long requests, long clientErrors, long failed, long limited, long inFlight, Distribution times) {

    static final RouteReadings NONE = new RouteReadings(0, 0, 0, 0, 0, Distribution.NONE);
}
