/** Who is calling: JWT verification. */
@NullMarked
package com.fincloud.gateway.identity;

import org.jspecify.annotations.NullMarked;
