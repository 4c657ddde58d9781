/** Sliding windows and the decision that they lead to. */
@NullMarked
package com.fincloud.gateway.ratelimit.window;

import org.jspecify.annotations.NullMarked;
