/** Certificates and keys: read from PEM files, checked, and followed while they change. */
@NullMarked
package com.fincloud.gateway.tls;

import org.jspecify.annotations.NullMarked;
