package io.customeraccounts.domain.project;

import static io.customeraccounts.domain.project.ProjectStory.*;

import io.customeraccounts.domain.events.ProjectEvent.LocationAdded;
import io.customeraccounts.domain.events.ProjectEvent.LocationRemoved;
import io.customeraccounts.domain.events.ProjectEvent.QuotaSet;
import io.customeraccounts.domain.project.ProjectCommand.SetQuota;
import io.customeraccounts.domain.project.ProjectRefusal.*;
import io.customeraccounts.domain.values.LocationName;
import io.customeraccounts.domain.values.Quota;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SetQuotaTest {

    @Test
    void saysHowMuchTheProjectMayUseInALocation() {
        portal().when(set(BERLIN, 5L)).then(is(BERLIN, 5L));
        portal().happened(is(BERLIN, 5L)).when(set(LocationName.GLOBAL, 5L)).then(is(LocationName.GLOBAL, 5L));
        portal().happened(is(BERLIN, 5L)).when(set(BERLIN, 0L)).then(is(BERLIN, 0L));
    }

    @Test
    void saysNothingAnyMore() {
        portal().happened(is(BERLIN, 5L)).when(set(BERLIN, null)).then(is(BERLIN, null));
    }

    @Test
    void doesNothingWhenItIsTheSame() {
        portal().happened(is(BERLIN, 5L)).when(set(BERLIN, 5L)).nothingHappens();
        portal().when(set(BERLIN, null)).nothingHappens();
    }

    @Test
    void refusesALocationThatTheProjectIsNotIn() {
        portal().when(set(OSLO, 5L)).refused(new LocationNotOnProject(OSLO));
    }

    @Test
    void isGoneWithTheLocation() {
        portal().happened(
                        is(BERLIN, 5L),
                        new LocationRemoved(ACME, PORTAL, BERLIN),
                        new LocationAdded(ACME, PORTAL, BERLIN))
                .when(set(BERLIN, null))
                .nothingHappens();
    }

    @Test
    void refusesAStaleChange() {
        portal().happened(is(BERLIN, 5L))
                .when(new SetQuota(ACME, PORTAL, OPERATOR, BERLIN, new Quota(6), 0L))
                .refused(new VersionMismatch(1));
    }

    @Test
    void refusesWhenTheProjectHasEnded() {
        portal().happened(marked()).when(set(BERLIN, 5L)).refused(new ProjectEnded(PORTAL, NOON));
    }

    private static SetQuota set(LocationName location, @Nullable Long quota) {
        return new SetQuota(ACME, PORTAL, OPERATOR, location, quota == null ? null : new Quota(quota), null);
    }

    private static QuotaSet is(LocationName location, @Nullable Long quota) {
        return new QuotaSet(ACME, PORTAL, location, quota);
    }
}
