/** What operators and probes ask: health, readiness, status. */
@NullMarked
package com.fincloud.gateway.health;

import org.jspecify.annotations.NullMarked;
