/** What the meters say, read for the console. */
@NullMarked
package com.fincloud.gateway.metrics.reading;

import org.jspecify.annotations.NullMarked;
