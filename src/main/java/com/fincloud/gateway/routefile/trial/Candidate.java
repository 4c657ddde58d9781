package com.fincloud.gateway.routefile.trial;

import com.fincloud.gateway.routefile.bean.FileBean;
import com.fincloud.gateway.routefile.bean.FileBeans;
import com.fincloud.gateway.routefile.syntax.RouteFileText;
import java.util.List;

/**
 * A checked file that may be loaded.
 *
 * @param text its text
 * @param declared the result of its check
 * @param beans its beans
 * @param view the view of other files' beans for its routes
 */
public record Candidate(RouteFileText text, Declared declared, List<FileBean> beans, FileBeans.View view) {}
