/** The response to the client that a route's exchange becomes: the contract's error, or the status, fields and body of the message. */
@NullMarked
package com.fincloud.gateway.routing.response;

import org.jspecify.annotations.NullMarked;
