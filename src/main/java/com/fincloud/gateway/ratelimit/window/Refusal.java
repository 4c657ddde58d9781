package com.fincloud.gateway.ratelimit.window;

/**
 * Why a request was refused.
 *
 * @param window the full window; if several are full, the window that has room last
 * @param limit its limit in requests
 * @param retryAfterSeconds whole seconds after which a request is admitted
 * @param resetEpochSeconds Unix time at which a request is admitted
 */
public record Refusal(Window window, long limit, long retryAfterSeconds, long resetEpochSeconds) {}
