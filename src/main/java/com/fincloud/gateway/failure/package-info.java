/** The last requests that failed, kept in memory, for the question why a request failed. Nothing here runs for a request that succeeds. */
@NullMarked
package com.fincloud.gateway.failure;

import org.jspecify.annotations.NullMarked;
