package io.customeraccounts.domain.project;

import static io.customeraccounts.domain.project.ProjectStory.*;

import io.customeraccounts.domain.events.ProjectEvent.LocationRemoved;
import io.customeraccounts.domain.project.ProjectCommand.RemoveLocation;
import io.customeraccounts.domain.project.ProjectRefusal.*;
import io.customeraccounts.domain.project.Resources.Resource;
import io.customeraccounts.domain.values.LocationName;
import java.util.List;
import org.junit.jupiter.api.Test;

class RemoveLocationTest {

    private static final Resource DISK_IN_BERLIN = new Resource("cloud", BERLIN, "disk-1");
    private static final Resource DISK_IN_OSLO = new Resource("cloud", OSLO, "disk-2");

    @Test
    void removesALocation() {
        portal().when(remove(BERLIN)).then(new LocationRemoved(ACME, PORTAL, BERLIN));
    }

    @Test
    void doesNothingWhereTheProjectIsNot() {
        portal().when(remove(OSLO)).nothingHappens();
        portal().remains(DISK_IN_OSLO).when(remove(OSLO)).nothingHappens();
    }

    @Test
    void refusesTheGlobalOne() {
        portal().when(remove(LocationName.GLOBAL)).refused(new LocationNotRemovable(LocationName.GLOBAL));
    }

    @Test
    void refusesWhileResourcesRemainThere() {
        portal().remains(DISK_IN_BERLIN).when(remove(BERLIN)).refused(new ResourcesRemain(List.of(DISK_IN_BERLIN)));
        portal().remains(DISK_IN_OSLO).when(remove(BERLIN)).then(new LocationRemoved(ACME, PORTAL, BERLIN));
    }

    @Test
    void refusesWhileItIsUnknownWhetherResourcesRemain() {
        portal().hasNotReported("cloud").when(remove(BERLIN)).refused(new ResourceStatusUnknown(List.of("cloud")));
        portal().remains(DISK_IN_BERLIN)
                .hasNotReported("cloud")
                .when(remove(BERLIN))
                .refused(new ResourcesRemain(List.of(DISK_IN_BERLIN)));
    }

    @Test
    void refusesWhenTheProjectHasEnded() {
        portal().happened(marked()).when(remove(BERLIN)).refused(new ProjectEnded(PORTAL, NOON));
    }

    private static RemoveLocation remove(LocationName location) {
        return new RemoveLocation(ACME, PORTAL, ANNA.actor(), location);
    }
}
