/** Parsing and checking of a bearer token, from the bytes of a JWS to verified claims (RFC 7515, RFC 7519). */
@NullMarked
package com.fincloud.gateway.auth.token;

import org.jspecify.annotations.NullMarked;
