/** Sliding windows in this process, and the decisions of the limiter. */
@NullMarked
package com.fincloud.gateway.ratelimit.window;

import org.jspecify.annotations.NullMarked;
