/** Identifies the caller: verification of tokens, and revoked tokens. */
@NullMarked
package com.fincloud.gateway.auth;

import org.jspecify.annotations.NullMarked;
