package com.fincloud.bench.report;

/**
 * A line of the table.
 *
 * @param figure the name under which the samples have it
 */
public record Row(String title, String figure, Goal goal) {

    String markdown(Samples ours, Samples peer) {
        Spread our = ours.spread(figure);
        Spread their = peer.spread(figure);
        double ratio = our.median() / their.median();
        return "| " + title + " | " + goal + " | " + our + " | " + their + " | "
                + (Double.isNaN(ratio) ? "" : String.format("%.2f", ratio)) + " | "
                + goal.verdict(our.median(), their.median()) + " |";
    }
}
