/** The script that counts requests in Redis, and the transport of its calls. */
@NullMarked
package com.fincloud.gateway.ratelimit.redis;

import org.jspecify.annotations.NullMarked;
