/** The place of a request in a distributed trace (W3C Trace Context). */
@NullMarked
package com.fincloud.gateway.http.trace;

import org.jspecify.annotations.NullMarked;
