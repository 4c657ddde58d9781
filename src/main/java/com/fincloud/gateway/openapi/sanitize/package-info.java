/** Takes from a service's document what is safe and valid, within bounds. */
@NullMarked
package com.fincloud.gateway.openapi.sanitize;

import org.jspecify.annotations.NullMarked;
