/** Header fields: their storage, the rules that decide which fields pass the gateway, and the parsers for their values. */
@NullMarked
package com.fincloud.gateway.http.header;

import org.jspecify.annotations.NullMarked;
