package com.fincloud.gateway.routefile.trial;

import com.fincloud.gateway.launch.FatalErrors;
import com.fincloud.gateway.routefile.bean.FileBeans;
import com.fincloud.gateway.routefile.check.CamelErrorReason;
import com.fincloud.gateway.routefile.check.Components;
import com.fincloud.gateway.routefile.check.Inspection;
import com.fincloud.gateway.routefile.check.ModelInspection;
import com.fincloud.gateway.routefile.check.Placeholders;
import com.fincloud.gateway.routefile.step.StepInspection;
import com.fincloud.gateway.routefile.syntax.Finding;
import com.fincloud.gateway.routefile.syntax.RouteFileContents;
import com.fincloud.gateway.routefile.syntax.RouteFileException;
import com.fincloud.gateway.routefile.syntax.RouteFileText;
import com.fincloud.gateway.routefile.syntax.TextWithoutBeans;
import com.fincloud.gateway.routing.RouteMatch;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.spi.PropertiesSource;
import org.apache.camel.spi.RestConfiguration;
import org.apache.camel.util.StringHelper;
import org.jspecify.annotations.Nullable;

/** Loads a route file in a scratch Camel context, which serves no requests, so that a failure never affects the live gateway. */
public final class RouteFileCheck {

    private final CamelContext live;
    private final ScratchContextSetup scratchCheck;
    private final Components components;
    private final Inspection inspection;
    private final ModelInspection models;
    private final StepInspection steps;
    private final ScratchFactories factories;
    private final BackendRoutes backendRoutes;

    public RouteFileCheck(CamelContext live, FileBeans beans, ScratchContextSetup scratchCheck) {
        this.live = live;
        this.scratchCheck = scratchCheck;
        this.components = new Components(live);
        this.inspection = new Inspection(live, beans, components);
        this.models = new ModelInspection(inspection);
        this.steps = new StepInspection(live, components);
        this.factories = new ScratchFactories(live.getClassResolver());
        this.backendRoutes = new BackendRoutes(new Placeholders(live));
    }

    /**
     * Parses a file.
     *
     * @throws RouteFileException if it is malformed
     */
    RouteFileContents read(RouteFileText file) {
        return guarded(file, () -> RouteFileContents.of(file));
    }

    /** The names of {@code direct:} routes in a file; empty if it is malformed. */
    public Set<String> directConsumers(RouteFileText file) {
        try {
            return steps.directConsumers(read(file));
        } catch (RouteFileException e) {
            return Set.of();
        }
    }

    /** The names of a file's beans. */
    Set<String> beansOf(RouteFileText file) {
        return read(file).beans().keySet();
    }

    /**
     * Inspects a file without loading it.
     *
     * @throws RouteFileException with everything that is wrong with it
     */
    RouteFileContents inspect(RouteFileContents contents) {
        return guarded(contents.file(), () -> {
            List<Finding> findings = new ArrayList<>(inspection.of(contents));
            findings.addAll(steps.of(contents));
            if (!findings.isEmpty()) {
                findings.sort(Finding.IN_ORDER);
                throw new RouteFileException(findings, null); // Camel never gets a refused text
            }
            return contents;
        });
    }

    /**
     * Checks a file, whose beans already exist.
     *
     * @return what it would declare
     * @throws RouteFileException if it cannot be loaded, with all findings
     */
    public Declared check(RouteFileText file) {
        return check(read(file));
    }

    /** The same for a file that was read before. */
    Declared check(RouteFileContents contents) {
        inspect(contents);
        return guarded(contents.file(), () -> {
            Declared declared = backendRoutes.declared(contents);
            return declared == null ? tried(contents) : declared;
        });
    }

    private static <T> T guarded(RouteFileText file, Supplier<T> step) {
        try {
            return step.get();
        } catch (RouteFileException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            FatalErrors.check(e);
            // Any error, including a stack overflow by deep nesting, is this file's fault and must not affect other
            // files.
            String reason = CamelErrorReason.plain(e.getClass().getName() + ": " + e.getMessage());
            throw new RouteFileException("the file " + file.name() + " cannot be checked: " + reason, 0, e);
        }
    }

    private Declared tried(RouteFileContents contents) {
        try (ScratchContext scratch = new ScratchContext(live, factories)) {
            scratch.setRestConfiguration(restConfiguration());
            scratch.getPropertiesComponent().addPropertiesSource(placeholders());
            Map<String, Set<List<URI>>> services = scratchCheck.prepare(scratch);
            scratch.start();
            RouteFileText text = TextWithoutBeans.of(contents);
            RouteFileLoader.load(scratch, text, 1, true, configured -> {
                if (text.isBuilder()) {
                    models.check(configured, text);
                }
            });
            return new Declared(
                    found(scratch, contents), contents.beans().keySet(), services, steps.directCalls(contents));
        } catch (RouteFileException e) {
            throw e;
        } catch (Exception e) {
            throw new RouteFileException(List.of(new CamelErrorReason(contents, components).of(e)), e);
        }
    }

    /** A copy of the live context's REST configuration, because Camel changes the object in place. */
    private RestConfiguration restConfiguration() {
        RestConfiguration from = live.getRestConfiguration();
        RestConfiguration copy = new RestConfiguration();
        copy.setComponent(from.getComponent());
        copy.setContextPath(from.getContextPath());
        copy.setBindingMode(from.getBindingMode());
        copy.setClientRequestValidation(from.isClientRequestValidation());
        copy.setSkipBindingOnErrorCode(from.isSkipBindingOnErrorCode());
        copy.setInlineRoutes(from.isInlineRoutes());
        return copy;
    }

    /** The live context's placeholders. The component itself must not be shared, because the scratch context would stop it. */
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

    private List<RouteKeys> found(CamelContext scratch, RouteFileContents contents) {
        List<RouteKeys> found = new ArrayList<>();
        for (Route route : scratch.getRoutes()) {
            if (route.isCreatedByKamelet()) {
                continue; // behind an endpoint of the file's routes, and begins with kamelet:source
            }
            String scheme = StringHelper.before(route.getEndpoint().getEndpointBaseUri(), ":", "");
            if (!components.mayConsume(scheme)) {
                throw contents.file().refuse(contents.placeOf(route.getId()), Components.consumer(scheme), null);
            }
            RouteMatch match = RouteMatch.of(route);
            String fault = match == null ? null : match.fault();
            if (fault != null) {
                throw contents.file().refuse(contents.placeOf(route.getId(), false), fault, null);
            }
            found.add(RouteKeys.of(route));
        }
        if (found.isEmpty() && contents.beans().isEmpty()) {
            throw new RouteFileException("the file holds no route", 0, null);
        }
        return found;
    }
}
