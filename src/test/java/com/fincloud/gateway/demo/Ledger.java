package com.fincloud.gateway.demo;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The accounts and transactions of one user. Their numbers count from 1 for each user. */
final class Ledger {

    private final Map<Long, Account> accounts = new TreeMap<>();
    private final List<Transaction> transactions = new ArrayList<>();

    synchronized Account open(String name, String type, String currency, BigDecimal balance, Instant now) {
        Account account = new Account(accounts.size() + 1L, name, type, currency, cents(balance), now);
        accounts.put(account.id(), account);
        return account;
    }

    synchronized List<Account> accounts() {
        return List.copyOf(accounts.values());
    }

    synchronized Account account(long id) {
        Account account = accounts.get(id);
        if (account == null) {
            throw Problem.notFound("Account");
        }
        return account;
    }

    /** Books an amount, negative for spending, and changes the account's balance. */
    synchronized Transaction book(
            long accountId, BigDecimal amount, String description, @Nullable Long categoryId, Instant now) {
        Account account = account(accountId);
        Transaction transaction =
                new Transaction(transactions.size() + 1L, accountId, cents(amount), description, categoryId, now);
        accounts.put(accountId, account.plus(transaction.amount()));
        transactions.add(transaction);
        return transaction;
    }

    /** All transactions, the oldest first. */
    synchronized List<Transaction> transactions() {
        return List.copyOf(transactions);
    }

    private static BigDecimal cents(BigDecimal amount) {
        return amount.setScale(2, RoundingMode.HALF_UP);
    }

    /** Where money is. */
    record Account(long id, String name, String type, String currency, BigDecimal balance, Instant createdAt) {

        private Account plus(BigDecimal amount) {
            return new Account(id, name, type, currency, balance.add(amount), createdAt);
        }
    }

    /** Money that came or went. */
    record Transaction(
            long id,
            long accountId,
            BigDecimal amount,
            String description,
            @Nullable Long categoryId,
            Instant createdAt) {}
}
