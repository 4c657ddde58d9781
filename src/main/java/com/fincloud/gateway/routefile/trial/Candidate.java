package com.fincloud.gateway.routefile.trial;

import com.fincloud.gateway.routefile.bean.FileBean;
import com.fincloud.gateway.routefile.bean.FileBeans;
import com.fincloud.gateway.routefile.syntax.RouteFileText;
import java.util.List;

/**
 * A file that may come.
 *
 * @param text its text
 * @param declared what its check has found
 * @param beans its beans
 * @param view the beans of other files that its routes see
 */
public record Candidate(RouteFileText text, Declared declared, List<FileBean> beans, FileBeans.View view) {}
