/** Starts the gateway from the jar: the class loader of the jar, and the errors that end the process. */
@NullMarked
package com.fincloud.gateway.launch;

import org.jspecify.annotations.NullMarked;
