package com.fincloud.gateway.demo;

import com.fincloud.gateway.demo.Ledger.Transaction;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Accounts, transactions, budgets and reports of the user who calls. */
final class LedgerEndpoints {

    private final Clock clock;
    private final Map<Long, Ledger> ledgers = new ConcurrentHashMap<>();

    LedgerEndpoints(Clock clock) {
        this.clock = clock;
        ledgers.put(User.DEMO_ID, demo());
    }

    void addTo(Endpoints endpoints) {
        endpoints.get("/api/v1/accounts/", request -> Answer.ok(ledger(request).accounts()));
        endpoints.post("/api/v1/accounts/", this::open);
        endpoints.get(
                "/api/v1/accounts/{id}", request -> Answer.ok(ledger(request).account(request.id())));
        endpoints.get("/api/v1/transactions/", this::transactions);
        endpoints.post("/api/v1/transactions/", this::book);
        endpoints.get("/api/v1/budgets/", request -> Answer.ok(Report.budgets(ledger(request), YearMonth.now(clock))));
        endpoints.get("/api/v1/categories/", this::categories);
        endpoints.get("/api/v1/reports/summary", request -> Answer.ok(Report.summary(ledger(request))));
    }

    private Answer open(Request request) {
        Ledger ledger = ledger(request);
        Fields fields = request.fields();
        String type = fields.optionalText("type", "checking", 20);
        if (!List.of("checking", "savings", "credit", "cash").contains(type)) {
            throw new Problem(422, "type is not usable (expected: checking, savings, credit or cash)");
        }
        String currency = fields.optionalText("currency", "EUR", 3).toUpperCase(Locale.ROOT);
        if (!currency.matches("[A-Z]{3}")) {
            throw new Problem(422, "currency is not usable (expected: three letters, like EUR)");
        }
        return Answer.created(
                ledger.open(fields.text("name", 1, 100), type, currency, BigDecimal.ZERO, clock.instant()));
    }

    private Answer transactions(Request request) {
        Ledger ledger = ledger(request);
        Optional<Long> account = request.number("account_id");
        account.ifPresent(ledger::account);
        List<Transaction> found = ledger.transactions().stream()
                .filter(transaction -> account.isEmpty() || account.get() == transaction.accountId())
                .toList();
        return Answer.ok(found);
    }

    private Answer book(Request request) {
        Ledger ledger = ledger(request);
        Fields fields = request.fields();
        long account = fields.id("account_id");
        BigDecimal amount = fields.decimal("amount", 2);
        Optional<Long> category = fields.optionalId("category_id");
        if (category.isPresent() && !Category.exists(category.get())) {
            throw Problem.notFound("Category");
        }
        String description = fields.optionalText("description", "", 200);
        return Answer.created(ledger.book(account, amount, description, category.orElse(null), clock.instant()));
    }

    private Answer categories(Request request) {
        request.userId();
        return Answer.ok(Category.ALL);
    }

    private Ledger ledger(Request request) {
        return ledgers.computeIfAbsent(request.userId(), user -> fresh());
    }

    /** Whoever is new has one empty account. */
    private Ledger fresh() {
        Ledger ledger = new Ledger();
        ledger.open("Main account", "checking", "EUR", BigDecimal.ZERO, clock.instant());
        return ledger;
    }

    private Ledger demo() {
        Instant now = clock.instant();
        Ledger ledger = new Ledger();
        ledger.open("Everyday account", "checking", "EUR", new BigDecimal("850"), now.minus(Duration.ofDays(400)));
        ledger.open("Savings", "savings", "EUR", new BigDecimal("12000"), now.minus(Duration.ofDays(380)));
        ledger.book(1, new BigDecimal("3200"), "Salary", 1L, now.minus(Duration.ofDays(6)));
        ledger.book(1, new BigDecimal("-980"), "Rent", 3L, now.minus(Duration.ofDays(5)));
        ledger.book(1, new BigDecimal("-64.35"), "Weekly shopping", 2L, now.minus(Duration.ofDays(3)));
        ledger.book(1, new BigDecimal("-49"), "Monthly train ticket", 4L, now.minus(Duration.ofDays(2)));
        ledger.book(1, new BigDecimal("-23.50"), "Cinema", 5L, now.minus(Duration.ofHours(20)));
        ledger.book(2, new BigDecimal("250"), "Put aside", null, now.minus(Duration.ofHours(3)));
        return ledger;
    }
}
