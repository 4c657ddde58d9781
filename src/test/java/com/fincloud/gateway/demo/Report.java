package com.fincloud.gateway.demo;

import com.fincloud.gateway.demo.Ledger.Transaction;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sums of a user's ledger. */
final class Report {

    private static final Map<Long, BigDecimal> MONTHLY_LIMITS = new TreeMap<>(Map.of(
            2L, new BigDecimal("400.00"),
            4L, new BigDecimal("120.00"),
            5L, new BigDecimal("200.00")));

    private Report() {}

    /** What came and went in all, and by category. */
    static Summary summary(Ledger ledger) {
        List<Transaction> all = ledger.transactions();
        BigDecimal balance =
                ledger.accounts().stream().map(Ledger.Account::balance).reduce(zero(), BigDecimal::add);
        Map<String, BigDecimal> byCategory = new TreeMap<>();
        for (Transaction transaction : all) {
            byCategory.merge(Category.nameOf(categoryOf(transaction)), transaction.amount(), BigDecimal::add);
        }
        BigDecimal income = sum(all, 1);
        BigDecimal expenses = sum(all, -1);
        return new Summary(income, expenses.negate(), income.add(expenses), balance, byCategory, all.size());
    }

    /** The monthly budgets and what {@code month} has used of them. */
    static List<Budget> budgets(Ledger ledger, YearMonth month) {
        List<Budget> budgets = new ArrayList<>();
        MONTHLY_LIMITS.forEach((category, limit) -> {
            List<Transaction> spent = ledger.transactions().stream()
                    .filter(transaction -> categoryOf(transaction) == category)
                    .filter(transaction -> YearMonth.from(
                                    transaction.createdAt().atOffset(ZoneOffset.UTC))
                            .equals(month))
                    .toList();
            BigDecimal used = sum(spent, -1).negate();
            budgets.add(new Budget(
                    budgets.size() + 1L,
                    category,
                    Category.nameOf(category),
                    month.toString(),
                    limit,
                    used,
                    limit.subtract(used)));
        });
        return budgets;
    }

    private static BigDecimal sum(List<Transaction> transactions, int sign) {
        return transactions.stream()
                .map(Transaction::amount)
                .filter(amount -> amount.signum() == sign)
                .reduce(zero(), BigDecimal::add);
    }

    private static long categoryOf(Transaction transaction) {
        Long category = transaction.categoryId();
        return category == null ? 0 : category;
    }

    private static BigDecimal zero() {
        return new BigDecimal("0.00");
    }

    /** A user's money in a few numbers. */
    record Summary(
            BigDecimal income,
            BigDecimal expenses,
            BigDecimal net,
            BigDecimal balance,
            Map<String, BigDecimal> byCategory,
            int transactionCount) {}

    /** A limit for a category in a month. */
    record Budget(
            long id,
            long categoryId,
            String category,
            String month,
            BigDecimal limit,
            BigDecimal spent,
            BigDecimal remaining) {}
}
