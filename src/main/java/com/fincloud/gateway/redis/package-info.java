/** How {@code REDIS_URL} becomes a Redis client. */
@NullMarked
package com.fincloud.gateway.redis;

import org.jspecify.annotations.NullMarked;
