package com.fincloud.gateway.metrics.reading;

/**
 * The counters of a service since the start.
 *
 * @param calls upstream requests, one for each attempt
 * @param failed upstream requests without a usable response; a 5xx of the service is usable
 * @param leased connections in use now
 * @param idle idle connections
 * @param capacity maximum number of upstream requests in flight
 * @param times durations from the request to the response head
 */
public record ServiceReadings(long calls, long failed, long leased, long idle, long capacity, Distribution times) {}
