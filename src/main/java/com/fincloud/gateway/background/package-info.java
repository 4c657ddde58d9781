/** Background tasks: the complete list, and the scheduler that runs them and survives their failures. */
@NullMarked
package com.fincloud.gateway.background;

import org.jspecify.annotations.NullMarked;
