/** Spans of requests and of their upstream requests, for an OpenTelemetry collector. */
@NullMarked
package com.fincloud.gateway.tracing;

import org.jspecify.annotations.NullMarked;
