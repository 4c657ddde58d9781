/** Tests of the scheduler of background tasks. */
@NullMarked
package com.fincloud.gateway.background;

import org.jspecify.annotations.NullMarked;
