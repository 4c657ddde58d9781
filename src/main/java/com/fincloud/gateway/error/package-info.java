/** The errors that a client can get: one enum and one exception. */
@NullMarked
package com.fincloud.gateway.error;

import org.jspecify.annotations.NullMarked;
