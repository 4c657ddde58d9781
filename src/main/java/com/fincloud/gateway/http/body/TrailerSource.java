package com.fincloud.gateway.http.body;

import org.jspecify.annotations.Nullable;

/** A body that may have trailer fields behind it. */
public interface TrailerSource {

    /** The fields; null if the body cannot have any. */
    @Nullable
    Trailers trailers();
}
