/** The script that counts in Redis, and its transport. */
@NullMarked
package com.fincloud.gateway.ratelimit.redis;

import org.jspecify.annotations.NullMarked;
