/** Plans: which limits a caller has, read from a YAML file that is followed while the gateway serves. */
@NullMarked
package com.fincloud.gateway.ratelimit.plan;

import org.jspecify.annotations.NullMarked;
