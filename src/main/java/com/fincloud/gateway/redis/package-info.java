/** Creates Redis clients from {@code REDIS_URL}. */
@NullMarked
package com.fincloud.gateway.redis;

import org.jspecify.annotations.NullMarked;
