/** Tests of the place of a request in a trace. */
@NullMarked
package com.fincloud.gateway.http.trace;

import org.jspecify.annotations.NullMarked;
