/** The order in which the parts of the gateway start and stop. */
@NullMarked
package com.fincloud.gateway.lifecycle;

import org.jspecify.annotations.NullMarked;
