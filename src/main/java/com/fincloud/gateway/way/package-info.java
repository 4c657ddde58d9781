/** Read this first: the chain that every request passes, the template {@code backend} and the gateway's own routes. */
@NullMarked
package com.fincloud.gateway.way;

import org.jspecify.annotations.NullMarked;
