/** Background tasks: the complete list of them, and the one scheduler that runs them and survives their failures. */
@NullMarked
package com.fincloud.gateway.background;

import org.jspecify.annotations.NullMarked;
