/** The keys that verify tokens: the configured key or an issuer's key set (RFC 7517). */
@NullMarked
package com.fincloud.gateway.auth.jwks;

import org.jspecify.annotations.NullMarked;
