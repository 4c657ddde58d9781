package com.fincloud.gateway.demo;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The portfolios and holdings of one user. Their numbers count from 1 for each user. */
final class Depot {

    private final List<Portfolio> portfolios = new ArrayList<>();
    private final List<Holding> holdings = new ArrayList<>();

    synchronized Portfolio create(String name, String description, Instant now) {
        Portfolio portfolio = new Portfolio(portfolios.size() + 1L, name, description, "EUR", now);
        portfolios.add(portfolio);
        return portfolio;
    }

    synchronized List<Portfolio> portfolios() {
        return List.copyOf(portfolios);
    }

    synchronized Portfolio portfolio(long id) {
        return portfolios.stream()
                .filter(portfolio -> portfolio.id() == id)
                .findFirst()
                .orElseThrow(() -> Problem.notFound("Portfolio"));
    }

    /** Buys at {@code price} a piece. */
    synchronized Holding buy(long portfolioId, Asset asset, BigDecimal quantity, BigDecimal price) {
        Holding holding = new Holding(
                holdings.size() + 1L,
                portfolio(portfolioId).id(),
                asset.symbol(),
                asset.assetClass(),
                quantity,
                cents(quantity.multiply(price)),
                cents(quantity.multiply(asset.price())));
        holdings.add(holding);
        return holding;
    }

    synchronized List<Holding> holdings() {
        return List.copyOf(holdings);
    }

    /** What all holdings cost, are worth and have gained. */
    synchronized Summary summary() {
        BigDecimal cost = cents(BigDecimal.ZERO);
        BigDecimal value = cents(BigDecimal.ZERO);
        Map<String, BigDecimal> allocation = new TreeMap<>();
        for (Holding holding : holdings) {
            cost = cost.add(holding.cost());
            value = value.add(holding.value());
            allocation.merge(holding.assetClass(), holding.value(), BigDecimal::add);
        }
        return new Summary("EUR", value, cost, value.subtract(cost), allocation, holdings.size());
    }

    private static BigDecimal cents(BigDecimal amount) {
        return amount.setScale(2, RoundingMode.HALF_UP);
    }

    /** A named set of holdings. */
    record Portfolio(long id, String name, String description, String currency, Instant createdAt) {}

    /** A quantity of an asset, what it cost and what it is worth. */
    record Holding(
            long id,
            long portfolioId,
            String symbol,
            String assetClass,
            BigDecimal quantity,
            BigDecimal cost,
            BigDecimal value) {}

    /** A user's holdings in a few numbers; {@code allocation} is the value by asset class. */
    record Summary(
            String currency,
            BigDecimal totalValue,
            BigDecimal totalCost,
            BigDecimal gain,
            Map<String, BigDecimal> allocation,
            int holdingCount) {}
}
