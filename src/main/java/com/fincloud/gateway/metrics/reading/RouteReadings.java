package com.fincloud.gateway.metrics.reading;

/**
 * The counters of a route since the start, for all its versions together.
 *
 * @param requests answered requests
 * @param clientErrors requests that were answered with 4xx
 * @param failed requests that failed not because of the client
 * @param limited requests that the limiter refused
 * @param inFlight requests that are currently in flight
 * @param times durations from the request line to the last byte of the response
 */
public record RouteReadings(
        long requests, long clientErrors, long failed, long limited, long inFlight, Distribution times) {

    static final RouteReadings NONE = new RouteReadings(0, 0, 0, 0, 0, Distribution.NONE);
}
