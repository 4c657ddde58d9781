/** The rate limiter: exact sliding windows in Redis, and in this process while Redis is unavailable. */
@NullMarked
package com.fincloud.gateway.ratelimit;

import org.jspecify.annotations.NullMarked;
