/** The two gateways of the comparison, and how each is started. */
@NullMarked
package com.fincloud.bench.gateway;

import org.jspecify.annotations.NullMarked;
