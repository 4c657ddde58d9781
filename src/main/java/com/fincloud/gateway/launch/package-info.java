/** From {@code java -jar} to the gateway: how its classes are found in the jar. */
@NullMarked
package com.fincloud.gateway.launch;

import org.jspecify.annotations.NullMarked;
