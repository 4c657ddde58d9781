package com.fincloud.gateway.configfile;

import com.fincloud.gateway.settings.value.Values;

/** A configuration file is not usable. The message is a sentence: what is wrong, and what is accepted. */
public final class ConfigFault extends RuntimeException {

    private final int line;
    private final int column;

    /**
     * Creates the exception.
     *
     * @param line the line, from 1; 0 if it is unknown
     * @param column the column, from 1; 0 if it is unknown
     */
    public ConfigFault(int line, int column, String reason) {
        super(Values.withoutSecrets(reason));
        this.line = line;
        this.column = column;
    }

    /** The line, from 1; 0 if it is unknown. */
    public int line() {
        return line;
    }

    /** The column, from 1; 0 if it is unknown. */
    public int column() {
        return column;
    }

    /** What is wrong, in a sentence. */
    public String reason() {
        return String.valueOf(getMessage());
    }

    /** The fault as one line: {@code plans.yaml:3:7: reason}. */
    public String at(String file) {
        return file + (line > 0 ? ":" + line : "") + (column > 0 ? ":" + column : "") + ": " + reason();
    }
}
