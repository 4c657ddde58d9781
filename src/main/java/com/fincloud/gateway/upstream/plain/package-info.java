/** Camel's own endpoints {@code http:} and {@code https:}, with bounds for the responses that they keep. */
@NullMarked
package com.fincloud.gateway.upstream.plain;

import org.jspecify.annotations.NullMarked;
