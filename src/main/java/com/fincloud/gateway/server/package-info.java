/** Tomcat as the HTTP server: connector, HTTP/1.1 and HTTP/2. No other package imports Tomcat. */
@NullMarked
package com.fincloud.gateway.server;

import org.jspecify.annotations.NullMarked;
