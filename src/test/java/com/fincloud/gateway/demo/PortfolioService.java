package com.fincloud.gateway.demo;

import com.fincloud.gateway.demo.Depot.Holding;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Portfolios, what they hold, and what that is worth. */
final class PortfolioService extends DemoService {

    private final Clock clock;
    private final Map<Long, Depot> depots = new ConcurrentHashMap<>();

    PortfolioService(Clock clock) {
        super("portfolio-service", "/demo/portfolio-openapi.json");
        this.clock = clock;
        depots.put(User.DEMO_ID, demo());
        Endpoints endpoints = endpoints();
        endpoints.get("/api/v1/portfolios/", request -> Answer.ok(depot(request).portfolios()));
        endpoints.post("/api/v1/portfolios/", this::create);
        endpoints.get(
                "/api/v1/portfolios/{id}", request -> Answer.ok(depot(request).portfolio(request.id())));
        endpoints.get("/api/v1/holdings/", this::holdings);
        endpoints.post("/api/v1/holdings/", this::buy);
        endpoints.get(
                "/api/v1/analytics/summary", request -> Answer.ok(depot(request).summary()));
        endpoints.get("/api/v1/assets/", this::assets);
    }

    private Answer create(Request request) {
        Depot depot = depot(request);
        Fields fields = request.fields();
        String description = fields.optionalText("description", "", 200);
        return Answer.created(depot.create(fields.text("name", 1, 100), description, clock.instant()));
    }

    private Answer holdings(Request request) {
        Depot depot = depot(request);
        Optional<Long> portfolio = request.number("portfolio_id");
        portfolio.ifPresent(depot::portfolio);
        List<Holding> found = depot.holdings().stream()
                .filter(holding -> portfolio.isEmpty() || portfolio.get() == holding.portfolioId())
                .toList();
        return Answer.ok(found);
    }

    private Answer buy(Request request) {
        Depot depot = depot(request);
        Fields fields = request.fields();
        Asset asset = Asset.of(fields.text("symbol", 1, 12));
        BigDecimal quantity = fields.decimal("quantity", 8);
        if (quantity.signum() < 0) {
            throw new Problem(422, "quantity is not usable (expected: above 0)");
        }
        return Answer.created(depot.buy(fields.id("portfolio_id"), asset, quantity, asset.price()));
    }

    private Answer assets(Request request) {
        request.userId();
        return Answer.ok(Asset.ALL);
    }

    private Depot depot(Request request) {
        return depots.computeIfAbsent(request.userId(), user -> new Depot());
    }

    private Depot demo() {
        Depot depot = new Depot();
        depot.create("Retirement", "Broad, cheap and boring", clock.instant().minus(Duration.ofDays(365)));
        depot.buy(1, Asset.of("VWCE"), new BigDecimal("85"), new BigDecimal("112.10"));
        depot.buy(1, Asset.of("EUNA"), new BigDecimal("600"), new BigDecimal("4.91"));
        depot.buy(1, Asset.of("SAP"), new BigDecimal("12"), new BigDecimal("174.20"));
        depot.buy(1, Asset.of("BTC"), new BigDecimal("0.025"), new BigDecimal("61200"));
        return depot;
    }
}
