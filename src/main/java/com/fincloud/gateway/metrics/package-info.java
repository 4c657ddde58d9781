/** The metrics, in the Prometheus format on the management port. docs/metrics.md has the table. */
@NullMarked
package com.fincloud.gateway.metrics;

import org.jspecify.annotations.NullMarked;
