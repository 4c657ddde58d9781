/** Types that all packages use to handle a request: the request as the client sent it, and the context with its state. */
@NullMarked
package com.fincloud.gateway.http;

import org.jspecify.annotations.NullMarked;
