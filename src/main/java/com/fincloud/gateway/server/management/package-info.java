/** The management port's own parts: the accepted host names and the error bodies. */
@NullMarked
package com.fincloud.gateway.server.management;

import org.jspecify.annotations.NullMarked;
