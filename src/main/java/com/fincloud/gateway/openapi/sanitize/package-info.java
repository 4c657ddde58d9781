/** Copies the safe and valid parts of a service's document, within limits. */
@NullMarked
package com.fincloud.gateway.openapi.sanitize;

import org.jspecify.annotations.NullMarked;
