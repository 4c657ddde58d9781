/** Paths as clients write them, and what servers may read in them. */
@NullMarked
package com.fincloud.gateway.http.path;

import org.jspecify.annotations.NullMarked;
