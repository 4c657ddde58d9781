/** Spans of requests and of their backend calls, for an OpenTelemetry collector. */
@NullMarked
package com.fincloud.gateway.trace;

import org.jspecify.annotations.NullMarked;
