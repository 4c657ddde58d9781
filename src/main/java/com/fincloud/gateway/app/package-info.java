/** Wires the gateway: the beans, the phases of start and stop, the template {@code backend} and the gateway's own routes. */
@NullMarked
package com.fincloud.gateway.app;

import org.jspecify.annotations.NullMarked;
