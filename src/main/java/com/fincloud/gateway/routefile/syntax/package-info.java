/** Parses route files in XML and YAML, with the position of each element. */
@NullMarked
package com.fincloud.gateway.routefile.syntax;

import org.jspecify.annotations.NullMarked;
