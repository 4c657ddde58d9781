/** Compares the gateway with Spring Cloud Gateway: {@link com.fincloud.bench.Bench} is where it begins. */
@NullMarked
package com.fincloud.bench;

import org.jspecify.annotations.NullMarked;
