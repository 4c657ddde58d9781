package com.fincloud.gateway.demo;

import java.math.BigDecimal;
import java.util.List;

/** Something one can hold, with a made-up price. */
record Asset(long id, String symbol, String name, String assetClass, String currency, BigDecimal price) {

    static final List<Asset> ALL = List.of(
            new Asset(1, "VWCE", "FTSE All-World ETF", "etf", "EUR", new BigDecimal("128.42")),
            new Asset(2, "EUNA", "Global Aggregate Bond ETF", "bond", "EUR", new BigDecimal("4.86")),
            new Asset(3, "SAP", "SAP SE", "stock", "EUR", new BigDecimal("231.55")),
            new Asset(4, "ASML", "ASML Holding N.V.", "stock", "EUR", new BigDecimal("712.30")),
            new Asset(5, "SIE", "Siemens AG", "stock", "EUR", new BigDecimal("204.15")),
            new Asset(6, "BTC", "Bitcoin", "crypto", "EUR", new BigDecimal("83950.00")));

    /** The asset of that symbol; 404 when there is none. */
    static Asset of(String symbol) {
        return ALL.stream()
                .filter(asset -> asset.symbol.equalsIgnoreCase(symbol))
                .findFirst()
                .orElseThrow(() -> Problem.notFound("Asset"));
    }
}
