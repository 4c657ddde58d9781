/** The route folder: reading, checking and reporting route files. */
@NullMarked
package com.fincloud.gateway.folder;

import org.jspecify.annotations.NullMarked;
