package com.fincloud.gateway.background;

import java.util.function.Consumer;

/** Receives each {@link OutOfMemoryError} of a background task, so that one place decides whether the process ends. */
public final class OutOfMemory {

    private static volatile Consumer<OutOfMemoryError> handler = error -> {};

    private OutOfMemory() {}

    /** Sets the handler for such errors of background tasks. If the handler returns, the task continues. */
    public static void onError(Consumer<OutOfMemoryError> decision) {
        handler = decision;
    }

    static void handle(OutOfMemoryError error) {
        handler.accept(error);
    }
}
