/** Requests as Tomcat reads them: text, fields, heads and chunks, and the base of its adapters. */
@NullMarked
package com.fincloud.gateway.server.wire;

import org.jspecify.annotations.NullMarked;
