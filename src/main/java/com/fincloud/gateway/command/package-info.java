/** What operators ask of the route files, on the command line and on the management port. */
@NullMarked
package com.fincloud.gateway.command;

import org.jspecify.annotations.NullMarked;
