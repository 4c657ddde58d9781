package com.fincloud.gateway.routefile.syntax;

import com.fincloud.gateway.settings.value.Values;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * An error or a warning about a route file.
 *
 * @param line the line, from 1; 0 if unknown
 * @param column the column, from 1; 0 if unknown
 * @param reason what is wrong and what was expected, in a sentence
 * @param hint the most similar valid name; null if none is similar
 */
public record Finding(int line, int column, String reason, @Nullable String hint) {

    /** The order of the text. */
    public static final Comparator<Finding> IN_ORDER =
            Comparator.comparingInt(Finding::line).thenComparingInt(Finding::column);

    /** Masks secrets in the reason, which may quote the file, because the public health report shows it. */
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
