package com.fincloud.gateway.settings;

import com.fincloud.gateway.settings.env.DotEnv;
import com.fincloud.gateway.settings.env.NearestVariable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;

/** Finds settings that have no effect: names that resemble a variable of the gateway, and names of Spring Boot that are overridden. */
public final class IneffectiveNames {

    /** Spring Boot's names, in lower case and without separators, and the variable that decides instead. */
    private static final Map<String, Variable> OVERRIDDEN = Map.ofEntries(
            Map.entry("serverport", Variable.SERVICE_PORT),
            Map.entry("managementserverport", Variable.MANAGEMENT_PORT),
            Map.entry("springprofilesactive", Variable.ENVIRONMENT),
            Map.entry("springprofilesdefault", Variable.ENVIRONMENT),
            Map.entry("springprofilesinclude", Variable.ENVIRONMENT),
            Map.entry("springapplicationname", Variable.SERVICE_NAME),
            Map.entry("camelmainname", Variable.SERVICE_NAME),
            Map.entry("loggingstructuredformatconsole", Variable.LOG_FORMAT),
            Map.entry("logginglevelroot", Variable.LOG_LEVEL),
            Map.entry("logginglevelcomfincloudgateway", Variable.LOG_LEVEL),
            Map.entry("serverhttp2enabled", Variable.TLS_HTTP2),
            Map.entry("springdataredisurl", Variable.REDIS_URL),
            Map.entry("springdataredishost", Variable.REDIS_URL),
            Map.entry("springdataredisport", Variable.REDIS_URL),
            Map.entry("springdataredispassword", Variable.REDIS_URL),
            Map.entry("springredisurl", Variable.REDIS_URL),
            Map.entry("springredishost", Variable.REDIS_URL));

    /** Variables of {@code docker-compose.yml} and of Kubernetes that resemble variables of the gateway. */
    private static final Set<String> OF_OTHERS = Set.of("REDIS_PASSWORD", "REDIS_HOST", "REDIS_PORT");

    private static final List<String> KNOWN = known();

    private IneffectiveNames() {}

    private static List<String> known() {
        Stream<String> variables = Arrays.stream(Variable.values()).map(Variable::name);
        Stream<String> files =
                Arrays.stream(Variable.values()).filter(Variable::isSecret).map(Variable::fileName);
        return Stream.concat(variables, files).toList();
    }

    /** The names of all variables, and of the variables that name the file of a secret. */
    public static List<String> knownNames() {
        return KNOWN;
    }

    /**
     * A sentence for each name without effect in the command line, the system properties, the environment and {@code .env}, and the
     * warnings about {@code .env} itself.
     */
    public static List<String> warnings(Iterable<PropertySource<?>> sources, DotEnv file) {
        Set<String> names = new LinkedHashSet<>();
        for (PropertySource<?> source : sources) {
            if (RawVariables.isOfUser(source) && source instanceof EnumerablePropertySource<?> listed) {
                names.addAll(Arrays.asList(listed.getPropertyNames()));
            }
        }
        List<String> warnings = new ArrayList<>(file.warnings());
        warnings.addAll(warnings(names));
        return warnings;
    }

    static List<String> warnings(Collection<String> names) {
        List<String> warnings = new ArrayList<>();
        for (String name : names) {
            String warning = warning(name);
            if (warning != null) {
                warnings.add(warning);
            }
        }
        return warnings;
    }

    private static @Nullable String warning(String name) {
        if (KNOWN.contains(name) || OF_OTHERS.contains(name)) {
            return null;
        }
        Variable instead = OVERRIDDEN.get(
                name.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "").replace(".", ""));
        if (instead != null) {
            return name + " has no effect: set " + instead.name();
        }
        if (name.endsWith("_FILE") && KNOWN.contains(name.substring(0, name.length() - "_FILE".length()))) {
            return name + " has no effect: set " + name.substring(0, name.length() - "_FILE".length())
                    + ", for only secrets come from files";
        }
        String nearest = NearestVariable.of(name, KNOWN);
        return nearest == null ? null : name + " is no variable of the gateway: did you mean " + nearest + "?";
    }
}
