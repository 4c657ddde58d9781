package com.fincloud.gateway.contract;

import org.apache.camel.Exchange;
import org.apache.camel.spi.ExchangeFormatter;

/** A bean for an option of an endpoint. It answers, so that a client sees which bean the endpoint has, and says when it has ended. */
public final class FormatterBean implements ExchangeFormatter {

    private volatile String text = "";

    /** What it answers. */
    public void setText(String text) {
        this.text = text;
    }

    @Override
    public String format(Exchange exchange) {
        exchange.getMessage().setBody(text);
        return text;
    }

    /** The end that the file names. */
    public void end() {
        text = "ended";
    }
}
