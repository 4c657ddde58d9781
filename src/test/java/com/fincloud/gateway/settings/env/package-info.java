/** Tests of the syntax of {@code .env} and of similar names. */
@NullMarked
package com.fincloud.gateway.settings.env;

import org.jspecify.annotations.NullMarked;
