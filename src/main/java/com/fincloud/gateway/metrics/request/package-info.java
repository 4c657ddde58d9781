/** The meters of requests and routes, each registered when it is first used. */
@NullMarked
package com.fincloud.gateway.metrics.request;

import org.jspecify.annotations.NullMarked;
