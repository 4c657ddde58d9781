package com.fincloud.gateway.routefile.syntax;

import com.fincloud.gateway.settings.Values;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a route file, or may be.
 *
 * @param line where it stands, from 1; 0 when that is not known
 * @param column where it stands in the line, from 1; 0 when that is not known
 * @param reason what is wrong and what was expected, in a sentence
 * @param hint the nearest name that is valid there, null when none is near
 */
public record Finding(int line, int column, String reason, @Nullable String hint) {

    /** The order of the text. */
    static final Comparator<Finding> IN_ORDER =
            Comparator.comparingInt(Finding::line).thenComparingInt(Finding::column);

    /** A reason may quote the file, but no secret: health shows it to everybody. */
    public Finding {
        reason = Values.withoutSecrets(reason);
    }

    /** The reason, with the hint as a question. */
    public String sentence() {
        return hint == null ? reason : reason + " (did you mean '" + hint + "'?)";
    }

    /** The finding as one line: {@code file.xml:12:30: reason (did you mean 'timeout'?)}. */
    public String at(String file) {
        return at(file, "");
    }

    /** The finding as one line with its severity: {@code file.xml:12:30: warning: reason}. */
    public String at(String file, String severity) {
        StringBuilder text = new StringBuilder(file);
        if (line > 0) {
            text.append(':').append(line);
        }
        if (column > 0) {
            text.append(':').append(column);
        }
        text.append(": ");
        if (!severity.isEmpty()) {
            text.append(severity).append(": ");
        }
        return text.append(sentence()).toString();
    }
}
