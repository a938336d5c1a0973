package io.customeraccounts.domain.project;

import static io.customeraccounts.domain.project.ProjectStory.*;

import io.customeraccounts.domain.preview.Preview;
import io.customeraccounts.domain.project.ProjectCommand.DeleteProject;
import io.customeraccounts.domain.project.ProjectCommand.UnassignUser;
import io.customeraccounts.domain.project.ProjectRefusal.*;
import io.customeraccounts.domain.project.Resources.Resource;
import io.customeraccounts.domain.values.LocationName;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeleteProjectTest {

    private static final Resource DISK = new Resource("cloud", BERLIN, "disk-1");
    private static final Resource DOMAIN = new Resource("names", LocationName.GLOBAL, "portal.example");

    @Test
    void marksTheProject() {
        portal().when(delete("portal", null)).then(marked());
    }

    @Test
    void endsAllAccessInTheSameEvent() {
        portal().happened(assigned(BEN, USER), assigned(CLEO, READER))
                .when(delete("portal", null))
                .then(marked());
        portal().happened(assigned(BEN, USER), marked())
                .when(new UnassignUser(ACME, PORTAL, ANNA.actor(), BEN.grantId(), null))
                .refused(new GrantEnded(BEN.grantId(), NOON));
    }

    @Test
    void needsTheIdentifierTypedExactly() {
        for (var typed : List.of("", "Portal", "portal ", "porta", "acme")) {
            portal().when(delete(typed, null)).refused(new ConfirmationMismatch());
        }
    }

    @Test
    void refusesWhileResourcesRemainAnywhere() {
        portal().remains(DISK)
                .remains(DOMAIN)
                .when(delete("portal", null))
                .refused(new ResourcesRemain(List.of(DISK, DOMAIN)));
    }

    @Test
    void refusesWhileItIsUnknownWhetherResourcesRemain() {
        portal().hasNotReported("cloud")
                .when(delete("portal", null))
                .refused(new ResourceStatusUnknown(List.of("cloud")));
    }

    @Test
    void refusesWhoeverHasNotSeenTheLastChange() {
        portal().happened(renamed("Shop")).when(delete("portal", 0L)).refused(new VersionMismatch(1));
        portal().happened(renamed("Shop")).when(delete("portal", 1L)).then(marked());
    }

    @Test
    void refusesWhenOtherThanPreviewedWouldComeOfIt() {
        var seen = Preview.NOTHING.version();
        var other = new Preview(
                List.of(new Preview.Ending(PORTAL, BEN.grantId(), BEN.membershipId(), USER)),
                List.of(),
                Set.of(),
                Set.of(),
                List.of(),
                List.of());
        var command = new DeleteProject(ACME, PORTAL, ANNA.actor(), "portal", null, seen);
        portal().when(command).then(marked());
        portal().previewed(other).when(command).refused(new VersionMismatch(other.version()));
    }

    @Test
    void refusesWhenTheProjectHasEnded() {
        portal().happened(marked()).when(delete("portal", null)).refused(new ProjectEnded(PORTAL, NOON));
        portal().happened(marked(), deleted()).when(delete("portal", null)).refused(new ProjectEnded(PORTAL, NOON));
    }

    private static DeleteProject delete(String confirmation, @Nullable Long expectedVersion) {
        return new DeleteProject(ACME, PORTAL, ANNA.actor(), confirmation, expectedVersion);
    }
}
