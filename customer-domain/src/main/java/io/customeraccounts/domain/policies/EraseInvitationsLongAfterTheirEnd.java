package io.customeraccounts.domain.policies;

import static io.customeraccounts.domain.policies.DueSheet.Kind.ERASE_INVITATION;

import io.customeraccounts.domain.events.CustomerEvent.InvitationAccepted;
import io.customeraccounts.domain.events.CustomerEvent.InvitationCancelled;
import io.customeraccounts.domain.events.CustomerEvent.InvitationDeclined;
import io.customeraccounts.domain.events.CustomerEvent.InvitationExpired;
import io.customeraccounts.domain.policies.DueSheet.Due;
import io.customeraccounts.domain.privacy.PersonalDataVault;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.InvitationId;
import io.customeraccounts.domain.values.KeyId;
import java.time.Duration;
import java.time.Instant;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.messaging.annotation.MessageIdentifier;

/**
 * Makes the name and the address in an ended invitation unreadable for ever. Who accepted is known by the membership, whose
 * values have the person's key.
 */
public final class EraseInvitationsLongAfterTheirEnd implements TimeDrivenPolicy {

    /** Rule: Privacy. In days of 24 hours after the recorded end. */
    static final Duration KEPT = Duration.ofDays(90);

    private final DueSheet sheet;
    private final PersonalDataVault vault;
    private final ReadableCopies copies;
    private final TransactionManager transactions;

    public EraseInvitationsLongAfterTheirEnd(
            DueSheet sheet, PersonalDataVault vault, ReadableCopies copies, TransactionManager transactions) {
        this.sheet = sheet;
        this.vault = vault;
        this.copies = copies;
        this.transactions = transactions;
    }

    @Override
    public void act(Instant now) {
        DueWork.doAll(sheet, ERASE_INVITATION, now, due -> erase(new InvitationId(due.subjectId())));
    }

    private void erase(InvitationId invitationId) {
        transactions.executeInTransaction(() -> {
            vault.destroy(KeyId.of(invitationId));
            copies.erase(invitationId);
        });
    }

    @EventHandler
    void on(InvitationAccepted event, @Timestamp Instant at, @MessageIdentifier String eventId) {
        ended(event.customerId(), event.invitationId(), at, eventId);
    }

    @EventHandler
    void on(InvitationDeclined event, @Timestamp Instant at, @MessageIdentifier String eventId) {
        ended(event.customerId(), event.invitationId(), at, eventId);
    }

    @EventHandler
    void on(InvitationCancelled event, @Timestamp Instant at, @MessageIdentifier String eventId) {
        ended(event.customerId(), event.invitationId(), at, eventId);
    }

    @EventHandler
    void on(InvitationExpired event, @Timestamp Instant at, @MessageIdentifier String eventId) {
        ended(event.customerId(), event.invitationId(), at, eventId);
    }

    private void ended(CustomerId customerId, InvitationId invitationId, Instant at, String cause) {
        sheet.put(new Due(ERASE_INVITATION, invitationId.value(), customerId, at.plus(KEPT), cause));
    }
}
