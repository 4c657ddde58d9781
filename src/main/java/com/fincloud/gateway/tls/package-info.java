/** Certificates and keys: reads PEM files, checks them, and reloads them when they change. */
@NullMarked
package com.fincloud.gateway.tls;

import org.jspecify.annotations.NullMarked;
