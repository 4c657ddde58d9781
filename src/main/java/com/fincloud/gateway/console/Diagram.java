package com.fincloud.gateway.console;

import java.util.List;

/**
 * A step of a route, with what stands inside it.
 *
 * @param kind the name of the step as a route file has it
 * @param text what it does: an address, an expression, a name
 * @param steps the steps inside, in their order
 * @param branches ways beside each other: of a choice, a multicast, a fallback
 */
record Diagram(String kind, String text, List<Diagram> steps, List<Diagram> branches) {

    Diagram {
        steps = List.copyOf(steps);
        branches = List.copyOf(branches);
    }
}
