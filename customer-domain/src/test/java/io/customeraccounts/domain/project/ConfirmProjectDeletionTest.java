package io.customeraccounts.domain.project;

import static io.customeraccounts.domain.project.ProjectStory.*;

import io.customeraccounts.domain.project.OwningCustomer.Standing;
import io.customeraccounts.domain.project.ProjectCommand.ConfirmProjectDeletion;
import io.customeraccounts.domain.project.Resources.Resource;
import org.junit.jupiter.api.Test;

class ConfirmProjectDeletionTest {

    private static final ConfirmProjectDeletion CONFIRM = new ConfirmProjectDeletion(ACME, PORTAL, POLICY);

    @Test
    void recordsThatNothingIsLeft() {
        portal().happened(marked()).when(CONFIRM).then(deleted());
        portal().happened(marked()).customerIs(Standing.CLOSED).when(CONFIRM).then(deleted());
    }

    @Test
    void doesNothingWhileSomethingIsLeftOrMayBe() {
        portal().happened(marked())
                .remains(new Resource("cloud", BERLIN, "disk-1"))
                .when(CONFIRM)
                .nothingHappens();
        portal().happened(marked()).hasNotReported("cloud").when(CONFIRM).nothingHappens();
    }

    @Test
    void doesNothingToAProjectThatNobodyDeletes() {
        portal().when(CONFIRM).nothingHappens();
    }

    @Test
    void doesNothingTwice() {
        portal().happened(marked(), deleted()).when(CONFIRM).nothingHappens();
    }
}
