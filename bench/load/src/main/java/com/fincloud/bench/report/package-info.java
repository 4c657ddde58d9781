/** Figures of both gateways, and the table that they end in. */
@NullMarked
package com.fincloud.bench.report;

import org.jspecify.annotations.NullMarked;
