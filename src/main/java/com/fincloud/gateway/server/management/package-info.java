/** What differs on the management port: which names it answers to, and its error bodies. */
@NullMarked
package com.fincloud.gateway.server.management;

import org.jspecify.annotations.NullMarked;
