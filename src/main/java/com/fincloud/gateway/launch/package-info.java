/** From {@code java -jar} to the gateway, how its classes are found in the jar, and the errors with which its process ends. */
@NullMarked
package com.fincloud.gateway.launch;

import org.jspecify.annotations.NullMarked;
