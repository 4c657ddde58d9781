/**
 * The development run: the gateway with a Redis and three small services behind it, all on one machine. {@link
 * com.fincloud.gateway.demo.DevGateway} is the place to start reading.
 */
@NullMarked
package com.fincloud.gateway.demo;

import org.jspecify.annotations.NullMarked;
