/** How often: exact sliding windows in Redis, and in process while Redis is away. */
@NullMarked
package com.fincloud.gateway.limit;

import org.jspecify.annotations.NullMarked;
