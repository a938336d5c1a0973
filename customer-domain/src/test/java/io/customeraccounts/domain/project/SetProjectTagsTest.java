package io.customeraccounts.domain.project;

import static io.customeraccounts.domain.project.ProjectStory.*;

import io.customeraccounts.domain.events.ProjectEvent.ProjectTagsSet;
import io.customeraccounts.domain.project.ProjectCommand.SetProjectTags;
import io.customeraccounts.domain.project.ProjectRefusal.*;
import io.customeraccounts.domain.values.ProjectTag;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SetProjectTagsTest {

    private static final ProjectTag LIVE = ProjectTag.parse("stage", "live");
    private static final ProjectTag NORTH = ProjectTag.parse("area", "north");

    @Test
    void marksTheProjectInTheOrderOfTheNames() {
        portal().when(set(LIVE, NORTH)).then(are(NORTH, LIVE));
    }

    @Test
    void leavesNoOtherTag() {
        portal().happened(are(NORTH, LIVE)).when(set(LIVE)).then(are(LIVE));
        portal().happened(are(NORTH, LIVE)).when(set()).then(are());
    }

    @Test
    void doesNothingWhenTheyAreTheSame() {
        portal().when(set()).nothingHappens();
        portal().happened(are(NORTH, LIVE)).when(set(LIVE, NORTH)).nothingHappens();
    }

    @Test
    void refusesAStaleChange() {
        portal().happened(are(LIVE)).when(set(1L, NORTH)).then(are(NORTH));
        portal().happened(are(LIVE)).when(set(0L, NORTH)).refused(new VersionMismatch(1));
    }

    @Test
    void refusesWhenTheProjectHasEnded() {
        portal().happened(marked()).when(set(LIVE)).refused(new ProjectEnded(PORTAL, NOON));
    }

    @Test
    void takesAsManyAsThereMayBeAndNoNameTwice() {
        portal().when(set(many(ProjectTag.MAX))).succeeds();
        portal().when(set(many(ProjectTag.MAX + 1))).isMisuse();
        portal().when(set(LIVE, ProjectTag.parse("stage", "test"))).isMisuse();
    }

    private static ProjectTag[] many(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> ProjectTag.parse("tag-" + number, "a value"))
                .toArray(ProjectTag[]::new);
    }

    private static SetProjectTags set(ProjectTag... tags) {
        return set(null, tags);
    }

    private static SetProjectTags set(@Nullable Long version, ProjectTag... tags) {
        return new SetProjectTags(ACME, PORTAL, ANNA.actor(), List.of(tags), version);
    }

    private static ProjectTagsSet are(ProjectTag... tags) {
        return new ProjectTagsSet(ACME, PORTAL, List.of(tags));
    }
}
