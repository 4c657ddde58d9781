package com.fincloud.gateway.metrics;

/**
 * What was asked of a service since the start.
 *
 * @param calls calls, one for each attempt
 * @param failed those of them that brought no usable answer; a service's own 5xx is one
 * @param leased connections in use now
 * @param idle connections that wait for a call
 * @param capacity calls that may be under way at once
 * @param times from the call to the head of the answer
 */
public record ServiceReadings(long calls, long failed, long leased, long idle, long capacity, Distribution times) {}
