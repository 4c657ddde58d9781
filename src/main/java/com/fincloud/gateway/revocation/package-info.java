/** Revocation of tokens by the issuer: every instance reads a Redis stream, and a channel announces new entries. */
@NullMarked
package com.fincloud.gateway.revocation;

import org.jspecify.annotations.NullMarked;
