package com.fincloud.gateway.demo;

import java.util.List;

/** What money was spent on, or where it came from. */
record Category(long id, String name, String kind) {

    static final List<Category> ALL = List.of(
            new Category(1, "Salary", "income"),
            new Category(2, "Groceries", "expense"),
            new Category(3, "Rent", "expense"),
            new Category(4, "Transport", "expense"),
            new Category(5, "Leisure", "expense"),
            new Category(6, "Health", "expense"));

    static String nameOf(long id) {
        return ALL.stream()
                .filter(category -> category.id == id)
                .map(Category::name)
                .findFirst()
                .orElse("Other");
    }

    static boolean exists(long id) {
        return ALL.stream().anyMatch(category -> category.id == id);
    }
}
