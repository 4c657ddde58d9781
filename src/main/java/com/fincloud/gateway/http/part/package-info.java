/** The parts of a request's context: bodies, headers, credentials, and what the client's protocol permits. */
@NullMarked
package com.fincloud.gateway.http.part;

import org.jspecify.annotations.NullMarked;
