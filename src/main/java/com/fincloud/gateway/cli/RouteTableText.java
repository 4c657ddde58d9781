package com.fincloud.gateway.cli;

import com.fincloud.gateway.routefile.RouteRow;
import java.util.List;

/** Formats the list of routes as a table. */
public final class RouteTableText {

    private RouteTableText() {}

    /** A heading, and a line for each route. */
    public static List<String> lines(List<RouteRow> rows) {
        TextTable table = new TextTable();
        table.row("PATH", "METHODS", "SERVICE", "ACCESS", "LIMITS", "TIMEOUT", "MAXBODY", "FILE", "ROUTE");
        for (RouteRow row : rows) {
            table.row(
                    row.path(),
                    row.methods().size() == 7 ? "all" : String.join(",", row.methods()),
                    row.service(),
                    row.access(),
                    row.limits(),
                    row.timeout().isEmpty() ? "" : row.timeout() + " s",
                    size(row.maxBody()),
                    row.file().isEmpty() ? "(gateway)" : row.file(),
                    row.id());
        }
        return table.lines();
    }

    /** A size in the largest unit that gives a whole number. */
    static String size(long bytes) {
        String[] units = {"B", "KB", "MB", "GB"};
        int unit = 0;
        long size = bytes;
        while (unit < 3 && size > 0 && size % 1024 == 0) {
            size /= 1024;
            unit++;
        }
        return size + units[unit];
    }
}
