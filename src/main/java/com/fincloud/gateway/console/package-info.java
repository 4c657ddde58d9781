/** The operators' page on the management port, which shows the current state of the gateway. */
@NullMarked
package com.fincloud.gateway.console;

import org.jspecify.annotations.NullMarked;
