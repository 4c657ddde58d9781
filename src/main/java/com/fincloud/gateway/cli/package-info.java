/** The commands: {@code validate}, {@code routes}, {@code explain} and the parts that they share with the management port. */
@NullMarked
package com.fincloud.gateway.cli;

import org.jspecify.annotations.NullMarked;
