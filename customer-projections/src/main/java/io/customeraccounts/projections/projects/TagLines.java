package io.customeraccounts.projections.projects;

import static java.util.stream.Collectors.joining;

import io.customeraccounts.domain.values.ProjectTag;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How tags are written in a column: a line for each, of name and value. Neither has a line break, and no name a space. */
final class TagLines {

    private TagLines() {}

    /** Null if there are none. */
    static @Nullable String text(List<ProjectTag> tags) {
        return tags.isEmpty()
                ? null
                : tags.stream().map(tag -> tag.name() + " " + tag.value()).collect(joining("\n"));
    }

    static List<ProjectTag> parse(@Nullable String text) {
        return text == null ? List.of() : text.lines().map(TagLines::tag).toList();
    }

    private static ProjectTag tag(String line) {
        var space = line.indexOf(' ');
        return new ProjectTag(line.substring(0, space), line.substring(space + 1));
    }
}
