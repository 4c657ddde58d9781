package com.fincloud.gateway.console;

import java.util.List;

/**
 * A step of a route, with the steps inside it.
 *
 * @param kind the step's name in a route file
 * @param text the step's main value: an address, an expression or a name
 * @param steps the steps inside, in their order
 * @param branches parallel branches: of a choice, a multicast or a fallback
 */
record Diagram(String kind, String text, List<Diagram> steps, List<Diagram> branches) {

    Diagram {
        steps = List.copyOf(steps);
        branches = List.copyOf(branches);
    }
}
