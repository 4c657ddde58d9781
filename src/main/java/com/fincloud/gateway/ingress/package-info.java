/** Receives requests and sends responses: CORS, access log, detection of clients that disconnect. */
@NullMarked
package com.fincloud.gateway.ingress;

import org.jspecify.annotations.NullMarked;
