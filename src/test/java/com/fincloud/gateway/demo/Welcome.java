package com.fincloud.gateway.demo;

import com.fincloud.gateway.settings.Variable;
import java.time.Instant;
import java.util.Map;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

/** What the development run prints when everything is up. */
record Welcome(ConfigurableApplicationContext context, Tokens tokens) {

    private static final String TEXT =
            """

            ------------------------------------------------------------------------------
             FinCloud API gateway, development run                   Ctrl-C stops it all

               gateway        {gateway}
               management     {management}
               budget         {budget}
               portfolio      {portfolio}
               notification   {notification}
               Redis          {redis}

             Call it as {email}, with a token good for one hour:

               TOKEN={token}; curl -H "Authorization: Bearer $TOKEN" {gateway}/api/v1/budget/accounts

               curl -N -H "Authorization: Bearer $TOKEN" {gateway}/api/v1/notifications/stream

             Or log in yourself:

               curl -X POST {gateway}/api/v1/auth/login -H "Content-Type: application/json" -d '{"email":"{email}","password":"{password}"}'

             Watch the circuit open: let the budget service fail, call it six times, look, mend it:

               curl -X POST {budget}/demo/mode -d '{"mode":"failing"}'
               for i in 1 2 3 4 5 6; do curl -s -H "Authorization: Bearer $TOKEN" {gateway}/api/v1/budget/accounts; echo; done
               curl -s {gateway}/api/v1/health/detailed
               curl -X POST {budget}/demo/mode -d '{"mode":"ok"}'

               Also {"mode":"slow","delay_ms":2000} and {"mode":"hang"}.
            ------------------------------------------------------------------------------
            """;

    String text() {
        Environment environment = context.getEnvironment();
        Variables variables = new Variables(environment::getProperty);
        User user = new User(User.DEMO_ID, User.DEMO_EMAIL, "Demo User", "user", Instant.EPOCH);
        String gateway = local("local.server.port");
        return fill(Map.of(
                "gateway", gateway,
                "management",
                        environment.containsProperty("local.management.port")
                                ? local("local.management.port")
                                : gateway,
                "budget", variables.get(Variable.BUDGET_SERVICE_URL),
                "portfolio", variables.get(Variable.PORTFOLIO_SERVICE_URL),
                "notification", variables.get(Variable.NOTIFICATION_SERVICE_URL),
                "redis", variables.get(Variable.REDIS_URL),
                "token", tokens.access(user, Tokens.LONGEST_ACCESS),
                "email", User.DEMO_EMAIL,
                "password", User.DEMO_PASSWORD));
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
