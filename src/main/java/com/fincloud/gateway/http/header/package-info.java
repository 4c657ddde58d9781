/** Header fields: their storage, the rules for those that pass the gateway, and the parsers of their values. */
@NullMarked
package com.fincloud.gateway.http.header;

import org.jspecify.annotations.NullMarked;
