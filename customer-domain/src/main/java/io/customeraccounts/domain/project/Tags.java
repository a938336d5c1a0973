package io.customeraccounts.domain.project;

import io.customeraccounts.domain.values.ProjectTag;
import java.util.Comparator;
import java.util.List;

/** What one project is marked with, by name. */
final class Tags {

    private List<ProjectTag> present = List.of();

    /**
     * The tags in the order of their names, as they are recorded.
     *
     * @throws IllegalArgumentException if there are too many, or two of the same name: the caller's mistake
     */
    static List<ProjectTag> ordered(List<ProjectTag> tags) {
        if (tags.size() > ProjectTag.MAX
                || tags.stream().map(ProjectTag::name).distinct().count() < tags.size()) {
            throw new IllegalArgumentException("too many tags, or two of the same name");
        }
        return tags.stream().sorted(Comparator.comparing(ProjectTag::name)).toList();
    }

    boolean are(List<ProjectTag> tags) {
        return present.equals(tags);
    }

    void set(List<ProjectTag> tags) {
        present = tags;
    }
}
