/** API keys for machines: the text of a key, and the file with the keys' hashes. */
@NullMarked
package com.fincloud.gateway.auth.apikey;

import org.jspecify.annotations.NullMarked;
