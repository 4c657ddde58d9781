package com.fincloud.gateway.demo;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Notifications. The gateway's {@code /api/v1/notifications/{rest}} arrives here as {@code /api/v1/{rest}}, so this is where the
 * documented paths begin; {@code /api/v1/notifications} serves the same to whoever calls the service itself.
 */
final class NotificationService extends DemoService {

    private static final Duration PAUSE = Duration.ofMillis(300);

    private record Unread(int count, List<Inbox.Notification> notifications) {}

    private final Clock clock;
    private final LiveFeed feed = new LiveFeed();
    private final Map<Long, Inbox> inboxes = new ConcurrentHashMap<>();

    NotificationService(Clock clock) {
        super("notification-service", "/demo/notification-openapi.json");
        this.clock = clock;
        inboxes.put(User.DEMO_ID, demo());
        Function<Request, Answer> list = request -> Answer.ok(inbox(request).all());
        Function<Request, Answer> read = request -> Answer.ok(inbox(request).markRead(request.id()));
        Endpoints endpoints = endpoints();
        endpoints.get("/api/v1/", list);
        endpoints.post("/api/v1/", this::add);
        endpoints.get("/api/v1/unread", this::unread);
        endpoints.get("/api/v1/stream", this::stream);
        endpoints.get("/api/v1/{id}", request -> Answer.ok(inbox(request).find(request.id())));
        endpoints.put("/api/v1/{id}/read", read);
        endpoints.undocumented("GET", "/api/v1/notifications/", list);
        endpoints.undocumented("POST", "/api/v1/notifications/", this::add);
        endpoints.undocumented("PUT", "/api/v1/notifications/{id}/read", read);
    }

    private Answer add(Request request) {
        Inbox inbox = inbox(request);
        Fields fields = request.fields();
        String kind = fields.optionalText("kind", "info", 20);
        if (!List.of("info", "warning", "alert").contains(kind)) {
            throw new Problem(422, "kind is not usable (expected: info, warning or alert)");
        }
        String title = fields.text("title", 1, 100);
        Inbox.Notification added = inbox.add(title, fields.optionalText("message", "", 1000), kind, clock.instant());
        feed.tell(request.userId(), added);
        return Answer.created(added);
    }

    @Override
    LiveFeed feed() {
        return feed;
    }

    private Answer unread(Request request) {
        List<Inbox.Notification> unread = inbox(request).unread();
        return Answer.ok(new Unread(unread.size(), unread));
    }

    /** Three events, as a browser's EventSource reads them. */
    private Answer stream(Request request) {
        int unread = inbox(request).unread().size();
        List<Event> events = List.of(
                new Event("connected", unread),
                new Event("prices updated", unread),
                new Event("end of the demo", unread));
        return new EventStream("notification", events, PAUSE);
    }

    private Inbox inbox(Request request) {
        return inboxes.computeIfAbsent(request.userId(), user -> fresh());
    }

    private Inbox fresh() {
        Inbox inbox = new Inbox();
        inbox.add("Welcome to FinCloud", "Your main account is ready.", "info", clock.instant());
        return inbox;
    }

    private Inbox demo() {
        Instant now = clock.instant();
        Inbox inbox = new Inbox();
        inbox.add("Welcome to FinCloud", "Your accounts are ready.", "info", now.minus(Duration.ofDays(30)));
        inbox.add("Salary received", "3,200.00 EUR on Everyday account", "info", now.minus(Duration.ofDays(6)));
        inbox.add("Transport budget", "49.00 of 120.00 EUR used", "warning", now.minus(Duration.ofDays(2)));
        inbox.markRead(1);
        return inbox;
    }

    /** What an event carries. */
    record Event(String message, int unread) {}
}
