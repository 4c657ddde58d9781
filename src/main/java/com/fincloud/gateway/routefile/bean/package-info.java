/** The beans of route files: created once, found by name only, destroyed with their file. */
@NullMarked
package com.fincloud.gateway.routefile.bean;

import org.jspecify.annotations.NullMarked;
