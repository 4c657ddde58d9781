/** The folder on disk that Tomcat needs while it runs. */
@NullMarked
package com.fincloud.gateway.server.folder;

import org.jspecify.annotations.NullMarked;
