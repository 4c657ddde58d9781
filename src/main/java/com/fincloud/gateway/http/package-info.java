/** The vocabulary of all that serve a request: the request as the client sent it, and the context that it gathers on its way. */
@NullMarked
package com.fincloud.gateway.http;

import org.jspecify.annotations.NullMarked;
