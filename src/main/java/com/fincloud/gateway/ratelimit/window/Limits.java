package com.fincloud.gateway.ratelimit.window;

/** How many requests a client may make in any 60 s and in any 3,600 s. */
public record Limits(int perMinute, int perHour) {}
