package com.fincloud.gateway.routefile.trial;

import com.fincloud.gateway.routefile.check.BeanMentions;
import com.fincloud.gateway.routefile.syntax.RouteFileText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Groups files that belong together: files with a bean of the same name, and files that refer to a bean of a different file. */
final class FileGroups {

    private final Map<String, String> parents = new HashMap<>();

    private FileGroups() {}

    /**
     * Divides files into groups.
     *
     * @param names the names of each file's beans
     * @param ties sets of files that always stay together
     */
    static Collection<Set<String>> of(
            Map<String, FileReading> files, Map<String, Set<String>> names, List<Set<String>> ties) {
        FileGroups groups = new FileGroups();
        Map<String, String> owners = new HashMap<>();
        names.forEach(
                (file, beans) -> beans.forEach(bean -> groups.join(file, owners.computeIfAbsent(bean, any -> file))));
        BeanMentions mentions = new BeanMentions(owners.keySet());
        files.forEach((file, reading) -> {
            RouteFileText text = reading.text();
            if (text != null) {
                mentions.in(text.text()).forEach(bean -> groups.join(file, owners.getOrDefault(bean, file)));
            }
        });
        ties.forEach(tie -> {
            List<String> tied = new ArrayList<>(tie);
            tied.forEach(file -> groups.join(file, tied.get(0)));
        });
        Map<String, Set<String>> found = new TreeMap<>();
        files.keySet().forEach(file -> found.computeIfAbsent(groups.root(file), root -> new TreeSet<>())
                .add(file));
        return found.values();
    }

    private void join(String one, String other) {
        String root = root(one);
        String with = root(other);
        if (!root.equals(with)) {
            parents.put(root, with);
        }
    }

    private String root(String file) {
        String root = file;
        for (String parent = parents.get(root); parent != null; parent = parents.get(root)) {
            root = parent;
        }
        if (!root.equals(file)) {
            parents.put(file, root); // path compression: the next search is short
        }
        return root;
    }
}
