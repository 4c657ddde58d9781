/** Checks what the steps of a route refer to: classes, methods, other routes, and URIs and numbers that are constants. */
@NullMarked
package com.fincloud.gateway.routefile.step;

import org.jspecify.annotations.NullMarked;
