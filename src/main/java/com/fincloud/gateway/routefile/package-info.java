/** The route folder: its files are followed, and their routes live in versions that replace each other without a lost request. */
@NullMarked
package com.fincloud.gateway.routefile;

import org.jspecify.annotations.NullMarked;
