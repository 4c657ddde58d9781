/** The failures a client can meet: one enum, one exception. */
@NullMarked
package com.fincloud.gateway.error;

import org.jspecify.annotations.NullMarked;
