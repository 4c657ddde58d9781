package com.fincloud.gateway.demo;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The notifications of one user. Their numbers count from 1 for each user. */
final class Inbox {

    private final List<Notification> notifications = new ArrayList<>();

    synchronized Notification add(String title, String message, String kind, Instant now) {
        Notification notification = new Notification(notifications.size() + 1L, title, message, kind, false, now);
        notifications.add(notification);
        return notification;
    }

    synchronized List<Notification> all() {
        return List.copyOf(notifications);
    }

    synchronized List<Notification> unread() {
        return notifications.stream()
                .filter(notification -> !notification.read())
                .toList();
    }

    synchronized Notification find(long id) {
        return notifications.get(index(id));
    }

    synchronized Notification markRead(long id) {
        Notification notification = find(id).seen();
        notifications.set(index(id), notification);
        return notification;
    }

    private int index(long id) {
        if (id < 1 || id > notifications.size()) {
            throw Problem.notFound("Notification");
        }
        return (int) id - 1;
    }

    /** Something a user should know. */
    record Notification(long id, String title, String message, String kind, boolean read, Instant createdAt) {

        private Notification seen() {
            return new Notification(id, title, message, kind, true, createdAt);
        }
    }
}
