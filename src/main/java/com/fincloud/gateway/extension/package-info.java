/** The jars of {@code EXTENSIONS_DIR}: components of Camel and classes that the gateway itself does not have. */
@NullMarked
package com.fincloud.gateway.extension;

import org.jspecify.annotations.NullMarked;
