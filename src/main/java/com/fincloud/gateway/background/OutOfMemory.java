package com.fincloud.gateway.background;

import java.util.function.Consumer;

/** Where a background task hands an {@link OutOfMemoryError}: one place decides what becomes of the process. */
public final class OutOfMemory {

    private static volatile Consumer<OutOfMemoryError> handler = error -> {};

    private OutOfMemory() {}

    /** Has {@code decision} called with each such error of a background task from now on; the task goes on when it returns. */
    public static void onError(Consumer<OutOfMemoryError> decision) {
        handler = decision;
    }

    static void handle(OutOfMemoryError error) {
        handler.accept(error);
    }
}
