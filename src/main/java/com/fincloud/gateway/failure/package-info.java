/**
 * The last failed requests of this instance, kept in memory, so that an operator can ask why a request failed. A request that succeeds costs
 * nothing here.
 */
@NullMarked
package com.fincloud.gateway.failure;

import org.jspecify.annotations.NullMarked;
