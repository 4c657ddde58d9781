/** How often a client may call: exact sliding windows in Redis, and in the process while Redis is away. */
@NullMarked
package com.fincloud.gateway.ratelimit;

import org.jspecify.annotations.NullMarked;
