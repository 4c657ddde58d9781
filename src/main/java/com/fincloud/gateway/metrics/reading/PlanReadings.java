package com.fincloud.gateway.metrics.reading;

/**
 * The decisions for the callers of a plan since the start.
 *
 * @param allowed admitted requests
 * @param refused requests that were answered 429
 * @param reported requests that {@code mode: report} admitted beyond a limit
 * @param exempt requests that were neither limited nor counted
 */
public record PlanReadings(long allowed, long refused, long reported, long exempt) {}
