/** Camel's own endpoints {@code http:} and {@code https:}, with limits for the responses that they keep in memory. */
@NullMarked
package com.fincloud.gateway.upstream.plain;

import org.jspecify.annotations.NullMarked;
