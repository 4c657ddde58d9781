/** Where variables come from besides the environment: the syntax of {@code .env}, and names that resemble the name of a variable. */
@NullMarked
package com.fincloud.gateway.settings.env;

import org.jspecify.annotations.NullMarked;
