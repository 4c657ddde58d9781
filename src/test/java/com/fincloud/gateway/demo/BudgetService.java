package com.fincloud.gateway.demo;

import java.time.Clock;

/** Users, tokens, accounts and transactions. */
final class BudgetService extends DemoService {

    BudgetService(Tokens tokens, Clock clock) {
        super("budget-service", "/demo/budget-openapi.json");
        new AuthEndpoints(new Users(clock), tokens).addTo(endpoints());
        new LedgerEndpoints(clock).addTo(endpoints());
    }
}
