package com.fincloud.gateway.folder;

import java.util.List;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.PropertiesSource;
import org.apache.camel.support.DefaultRegistry;
import org.jspecify.annotations.Nullable;

/** Brings a route file up in a Camel context of its own, which serves nobody: what fails there never reaches the gateway. */
final class DryRun {

    private final CamelContext live;
    private final Rehearsal rehearsal;

    DryRun(CamelContext live, Rehearsal rehearsal) {
        this.live = live;
        this.rehearsal = rehearsal;
    }

    /**
     * Checks a file.
     *
     * @param ownBeans names that are the file's already
     * @return what its routes would claim
     * @throws RouteFileException when it cannot be loaded
     */
    List<Claims> check(RouteFileText file, Set<String> ownBeans) {
        RouteFileContents.of(file).beans().forEach((name, line) -> {
            if (!ownBeans.contains(name) && live.getRegistry().lookupByName(name) != null) {
                throw new RouteFileException("the bean name '" + name + "' is taken", line, null);
            }
        });
        try (DefaultCamelContext scratch = new DefaultCamelContext(new DefaultRegistry(new BorrowedBeans(live)))) {
            scratch.setAutoStartup(false);
            scratch.setSourceLocationEnabled(true);
            scratch.disableJMX();
            scratch.setRestConfiguration(live.getRestConfiguration());
            scratch.getPropertiesComponent().addPropertiesSource(placeholders());
            rehearsal.prepare(scratch);
            scratch.start();
            try {
                RouteFileLoader.load(scratch, file, 1);
                return found(scratch);
            } catch (Exception e) {
                throw RouteFileException.of(e, line(scratch, e, file));
            }
        } catch (RouteFileException e) {
            throw e;
        } catch (Exception e) {
            throw RouteFileException.of(e, 0);
        }
    }

    /** The live context's placeholders. The component itself must not be shared, for the scratch context stops what it has. */
    private PropertiesSource placeholders() {
        return new PropertiesSource() {
            @Override
            public String getName() {
                return "gateway";
            }

            @Override
            public @Nullable String getProperty(String name) {
                return live.getPropertiesComponent().resolveProperty(name).orElse(null);
            }
        };
    }

    private static List<Claims> found(DefaultCamelContext scratch) {
        List<Claims> found = scratch.getRoutes().stream().map(Claims::of).toList();
        if (found.isEmpty()) {
            throw new RouteFileException("the file holds no route", 0, null);
        }
        return found;
    }

    private static int line(DefaultCamelContext scratch, Exception failure, RouteFileText file) {
        String routeId = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof FailedToCreateRouteException create) {
                routeId = create.getRouteId();
            } else if (cause instanceof FailedToStartRouteException start) {
                routeId = start.getRouteId();
            }
        }
        RouteDefinition definition = routeId == null
                ? null
                : scratch.getCamelContextExtension()
                        .getContextPlugin(Model.class)
                        .getRouteDefinition(routeId);
        if (definition != null && definition.getLineNumber() > 0) {
            return definition.getLineNumber();
        }
        return routeId == null ? 0 : file.lineOf(routeId);
    }
}
