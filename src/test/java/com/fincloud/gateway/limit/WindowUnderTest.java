package com.fincloud.gateway.limit;

/** One client's windows, with the time of each request given. */
interface WindowUnderTest {

    Decision admit(Limits limits, long micros);
}
