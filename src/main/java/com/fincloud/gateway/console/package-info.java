/** The operators' page on the management port: what the gateway does now, drawn from what the other packages know. */
@NullMarked
package com.fincloud.gateway.console;

import org.jspecify.annotations.NullMarked;
