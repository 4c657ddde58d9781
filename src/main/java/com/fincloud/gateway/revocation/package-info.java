/** How the issuer ends tokens: a stream in Redis that every instance reads, and a channel that says when to. */
@NullMarked
package com.fincloud.gateway.revocation;

import org.jspecify.annotations.NullMarked;
