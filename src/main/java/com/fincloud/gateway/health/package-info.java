/** Health, readiness and status for operators and probes. */
@NullMarked
package com.fincloud.gateway.health;

import org.jspecify.annotations.NullMarked;
