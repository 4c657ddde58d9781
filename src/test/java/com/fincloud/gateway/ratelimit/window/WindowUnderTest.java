package com.fincloud.gateway.ratelimit.window;

/** One client's windows, with the time of each request given. */
public interface WindowUnderTest {

    Decision admit(Limits limits, int cost, long micros);

    default Decision admit(Limits limits, long micros) {
        return admit(limits, 1, micros);
    }
}
