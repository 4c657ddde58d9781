/** The connections of the client port: their number, their buffers, their writes. */
@NullMarked
package com.fincloud.gateway.server.connection;

import org.jspecify.annotations.NullMarked;
