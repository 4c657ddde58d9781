/** The issuers whose tokens are accepted: the file with their entries, the presets, and where their keys come from. */
@NullMarked
package com.fincloud.gateway.auth.issuer;

import org.jspecify.annotations.NullMarked;
