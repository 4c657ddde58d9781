/** HTTP in and out: from a Tomcat request to a Camel exchange and back, byte for byte. */
@NullMarked
package com.fincloud.gateway.edge;

import org.jspecify.annotations.NullMarked;
