/** Where a request comes in and its response goes out: CORS, access log, clients that leave. */
@NullMarked
package com.fincloud.gateway.ingress;

import org.jspecify.annotations.NullMarked;
