package com.fincloud.gateway.demo;

import java.time.Clock;

/** Users, tokens, accounts and transactions. */
final class BudgetService extends DemoService {

    BudgetService(Tokens tokens, Revoker revoker, Clock clock) {
        super("budget-service", "/demo/budget-openapi.json");
        new AuthEndpoints(new Users(clock), tokens, revoker).addTo(endpoints());
        new LedgerEndpoints(clock).addTo(endpoints());
    }
}
