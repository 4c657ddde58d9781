/** Who is calling: tokens that have been verified, and those that were revoked. */
@NullMarked
package com.fincloud.gateway.auth;

import org.jspecify.annotations.NullMarked;
