package io.customeraccounts.domain.project;

import static io.customeraccounts.domain.project.ProjectStory.*;

import io.customeraccounts.domain.project.ProjectCommand.RenameProject;
import io.customeraccounts.domain.project.ProjectRefusal.*;
import io.customeraccounts.domain.values.ProjectName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RenameProjectTest {

    @Test
    void renames() {
        portal().when(rename("Shop", null)).then(renamed("Shop"));
    }

    @Test
    void doesNothingWhenTheNameIsTheSame() {
        portal().when(rename("Portal", null)).nothingHappens();
        portal().happened(renamed("Shop")).when(rename("Shop", null)).nothingHappens();
    }

    @Test
    void refusesWhoeverHasNotSeenTheLastChange() {
        portal().when(rename("Shop", 0L)).then(renamed("Shop"));
        portal().happened(renamed("Market")).when(rename("Shop", 0L)).refused(new VersionMismatch(1));
        portal().happened(renamed("Market")).when(rename("Market", 0L)).refused(new VersionMismatch(1));
    }

    @Test
    void isNotDisturbedByAccessThatWasGivenMeanwhile() {
        portal().happened(assigned(BEN, USER)).when(rename("Shop", 0L)).then(renamed("Shop"));
    }

    @Test
    void refusesWhenTheProjectHasEnded() {
        portal().happened(marked()).when(rename("Shop", null)).refused(new ProjectEnded(PORTAL, NOON));
    }

    private static RenameProject rename(String name, @Nullable Long expectedVersion) {
        return new RenameProject(ACME, PORTAL, ANNA.actor(), new ProjectName(name), expectedVersion);
    }
}
