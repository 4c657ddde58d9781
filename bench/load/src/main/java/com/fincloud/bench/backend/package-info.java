/** The service behind both gateways, so cheap that the gateways are what is measured. */
@NullMarked
package com.fincloud.bench.backend;

import org.jspecify.annotations.NullMarked;
