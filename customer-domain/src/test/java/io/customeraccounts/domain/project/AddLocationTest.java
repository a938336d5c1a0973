package io.customeraccounts.domain.project;

import static io.customeraccounts.domain.project.ProjectStory.*;

import io.customeraccounts.domain.events.ProjectEvent.LocationAdded;
import io.customeraccounts.domain.events.ProjectEvent.LocationRemoved;
import io.customeraccounts.domain.project.ProjectCommand.AddLocation;
import io.customeraccounts.domain.project.ProjectRefusal.*;
import io.customeraccounts.domain.values.LocationName;
import org.junit.jupiter.api.Test;

class AddLocationTest {

    @Test
    void addsALocation() {
        portal().when(add(OSLO)).then(new LocationAdded(ACME, PORTAL, OSLO));
        portal().happened(new LocationRemoved(ACME, PORTAL, BERLIN))
                .when(add(BERLIN))
                .then(new LocationAdded(ACME, PORTAL, BERLIN));
    }

    @Test
    void doesNothingWhenItIsThereAlready() {
        portal().when(add(BERLIN)).nothingHappens();
        portal().when(add(LocationName.GLOBAL)).nothingHappens();
        portal().happened(new LocationAdded(ACME, PORTAL, OSLO)).when(add(OSLO)).nothingHappens();
    }

    @Test
    void refusesWhenTheProjectHasEnded() {
        portal().happened(marked()).when(add(OSLO)).refused(new ProjectEnded(PORTAL, NOON));
    }

    @Test
    void refusesALocationThatNoSystemServes() {
        portal().when(add(NOWHERE)).refused(new LocationNotAvailable(NOWHERE));
        portal().happened(new LocationAdded(ACME, PORTAL, NOWHERE))
                .when(add(NOWHERE))
                .nothingHappens();
    }

    private static AddLocation add(LocationName location) {
        return new AddLocation(ACME, PORTAL, ANNA.actor(), location);
    }
}
