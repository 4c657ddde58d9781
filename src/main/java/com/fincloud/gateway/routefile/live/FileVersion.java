package com.fincloud.gateway.routefile.live;

import com.fincloud.gateway.routefile.bean.FileBean;
import com.fincloud.gateway.routefile.trial.Declared;
import com.fincloud.gateway.routefile.trial.RouteKeys;
import java.util.List;
import java.util.Set;

/**
 * One version of a file's routes.
 *
 * @param ids the routes' ids in the context
 * @param declared the exclusive keys of the routes
 * @param beans the file's beans
 * @param uses beans of other files to which its text refers
 * @param sources its routes that create exchanges by themselves
 */
public record FileVersion(
        List<String> ids, Declared declared, List<FileBean> beans, List<FileBean> uses, SourceRoutes sources) {

    /** The names of the file's beans. */
    public Set<String> beanNames() {
        return declared.beans();
    }

    /** The ids of the routes without a version. */
    public List<String> publicIds() {
        return declared.routes().stream().map(RouteKeys::routeId).toList();
    }
}
