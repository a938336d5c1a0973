package io.customeraccounts.domain.policies;

import static io.customeraccounts.domain.policies.DueSheet.Kind.ERASE_CUSTOMER;
import static io.customeraccounts.domain.policies.DueSheet.Kind.ERASE_PERSON;

import io.customeraccounts.domain.events.CustomerEvent.CustomerExpired;
import io.customeraccounts.domain.events.CustomerEvent.UserJoined;
import io.customeraccounts.domain.policies.DueSheet.Due;
import io.customeraccounts.domain.privacy.PersonalDataVault;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.KeyId;
import io.customeraccounts.domain.values.PersonId;
import java.time.Duration;
import java.time.Instant;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.messaging.annotation.MessageIdentifier;

/**
 * Erases a person whose account was never confirmed and has expired (rule: Sign-up), unless they are or were a user of
 * another customer. The account's own key is destroyed in any case, so that nothing can ever be kept under it.
 */
public final class ErasePersonsWhoNeverConfirmed implements TimeDrivenPolicy {

    /** Erasing is for ever, and events of other customers may be read later than this one's: they get time to come in. */
    static final Duration GRACE = Duration.ofHours(1);

    private final DueSheet sheet;
    private final CustomersOfPersons customers;
    private final PersonalDataVault vault;
    private final ReadableCopies copies;
    private final TransactionManager transactions;

    public ErasePersonsWhoNeverConfirmed(
            DueSheet sheet,
            CustomersOfPersons customers,
            PersonalDataVault vault,
            ReadableCopies copies,
            TransactionManager transactions) {
        this.sheet = sheet;
        this.customers = customers;
        this.vault = vault;
        this.copies = copies;
        this.transactions = transactions;
    }

    @Override
    public void act(Instant now) {
        DueWork.doAll(sheet, ERASE_CUSTOMER, now, due -> erase(due.customerId()));
        DueWork.doAll(sheet, ERASE_PERSON, now, due -> erase(new PersonId(due.subjectId())));
    }

    private void erase(CustomerId customerId) {
        transactions.executeInTransaction(() -> vault.destroy(KeyId.of(customerId)));
    }

    private void erase(PersonId personId) {
        transactions.executeInTransaction(() -> {
            // Whoever is about to join another customer has done so, or cannot any more.
            vault.hold(KeyId.of(personId));
            if (!customers.hasAny(personId)) {
                vault.destroy(KeyId.of(personId));
                copies.erase(personId);
            }
        });
    }

    @EventHandler
    void on(UserJoined event) {
        customers.joined(event.personId(), event.customerId());
    }

    @EventHandler
    void on(CustomerExpired event, @Timestamp Instant at, @MessageIdentifier String eventId) {
        customers.forget(event.customerId());
        // One for each account, and one for the person, who may have several.
        var customer = event.customerId().value();
        sheet.put(new Due(ERASE_CUSTOMER, customer, event.customerId(), at.plus(GRACE), eventId));
        var person = event.openedBy().value();
        sheet.put(new Due(ERASE_PERSON, person, event.customerId(), at.plus(GRACE), eventId));
    }
}
