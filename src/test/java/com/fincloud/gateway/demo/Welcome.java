package com.fincloud.gateway.demo;

import com.fincloud.gateway.settings.Variable;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

/** What the development run prints when everything is up. */
record Welcome(ConfigurableApplicationContext context, Tokens tokens) {

    private static final String TEXT =
            """

            ------------------------------------------------------------------------------
             FinCloud API gateway, development run               Stop everything: Ctrl-C

               gateway        {gateway}
               documentation  {gateway}/docs and {gateway}/redoc
               console        {management}/console
               health         {gateway}/api/v1/health/detailed
               Redis          {redis}
               services       budget        {budget}
                              portfolio     {portfolio}
                              notification  {notification}
               route files    {routes}   (save one, and it is deployed)
               extensions     {extensions}   (read at the start)

             Two users, password {password}, tokens good for one hour:

               {email}
               TOKEN={token}

               {adminEmail} (role admin)
               ADMIN={admin}

             Call it:

               curl -H "Authorization: Bearer $TOKEN" {gateway}/api/v1/budget/accounts
               curl -N -H "Authorization: Bearer $TOKEN" {gateway}/api/v1/notifications/stream
               curl -X POST {gateway}/api/v1/auth/login -H "Content-Type: application/json" -d '{"email":"{email}","password":"{password}"}'

             Watch a circuit open: let the budget service fail, call it six times, let it work again:

               curl -X POST {budget}/demo/mode -d '{"mode":"failing"}'
               for i in 1 2 3 4 5 6; do curl -s -H "Authorization: Bearer $TOKEN" {gateway}/api/v1/budget/accounts; echo; done
               curl -X POST {budget}/demo/mode -d '{"mode":"ok"}'

             Other modes: {"mode":"slow","delay_ms":2000} and {"mode":"hang"}.
            ------------------------------------------------------------------------------
            """;

    String text() {
        Environment environment = context.getEnvironment();
        Variables variables = new Variables(environment::getProperty);
        User user = new User(User.DEMO_ID, User.DEMO_EMAIL, "Demo User", "user", Instant.EPOCH);
        User admin = new User(User.ADMIN_ID, User.ADMIN_EMAIL, "Admin", "admin", Instant.EPOCH);
        return fill(Map.ofEntries(
                Map.entry("gateway", local("local.server.port")),
                Map.entry("management", local("local.management.port")),
                Map.entry("budget", variables.get(Variable.BUDGET_SERVICE_URL)),
                Map.entry("portfolio", variables.get(Variable.PORTFOLIO_SERVICE_URL)),
                Map.entry("notification", variables.get(Variable.NOTIFICATION_SERVICE_URL)),
                Map.entry("redis", variables.get(Variable.REDIS_URL)),
                Map.entry("routes", folder(variables.get(Variable.ROUTES_DIR))),
                Map.entry("extensions", folder(variables.get(Variable.EXTENSIONS_DIR))),
                Map.entry("token", tokens.access(user, Tokens.LONGEST_ACCESS)),
                Map.entry("admin", tokens.access(admin, Tokens.LONGEST_ACCESS)),
                Map.entry("email", User.DEMO_EMAIL),
                Map.entry("adminEmail", User.ADMIN_EMAIL),
                Map.entry("password", User.DEMO_PASSWORD)));
    }

    private static String folder(String name) {
        return Path.of(name).toAbsolutePath().normalize().toString();
    }

    private String local(String port) {
        return "http://localhost:" + context.getEnvironment().getProperty(port);
    }

    private static String fill(Map<String, String> values) {
        String text = TEXT;
        for (Map.Entry<String, String> value : values.entrySet()) {
            text = text.replace("{" + value.getKey() + "}", value.getValue());
        }
        return text;
    }
}
