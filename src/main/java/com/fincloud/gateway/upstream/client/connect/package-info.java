/** Opens connections to backends: looks names up, tries their addresses, and sets the options of the sockets. */
@NullMarked
package com.fincloud.gateway.upstream.client.connect;

import org.jspecify.annotations.NullMarked;
