package io.customeraccounts.api.privacy;

import io.customeraccounts.api.http.Answer;
import io.customeraccounts.api.messaging.AnswersWithPersonalData;
import io.customeraccounts.api.messaging.CommandTransaction;
import io.customeraccounts.api.messaging.Write;
import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.domain.customer.CustomerCommand.ErasePerson;
import io.customeraccounts.domain.policies.ReadableCopies;
import io.customeraccounts.domain.privacy.PersonalDataVault;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.KeyId;
import io.customeraccounts.domain.values.PersonId;
import io.customeraccounts.projections.persons.Persons;
import io.customeraccounts.projections.privacy.Erasures;
import io.customeraccounts.projections.privacy.Erasures.Receipt;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Erases a person, in one transaction (rule: Privacy): their memberships end first, in every customer; then the keys that their
 * data in events are encrypted with are destroyed, and every readable copy is blanked. What has happened stays, of somebody whom
 * nobody knows any more.
 */
@Component
class Erasure {

    private final CommandTransaction commands;
    private final Erasures erasures;
    private final Persons persons;
    private final PersonalDataVault vault;
    private final ReadableCopies copies;
    private final AnswersWithPersonalData answers;

    Erasure(
            CommandTransaction commands,
            Erasures erasures,
            Persons persons,
            PersonalDataVault vault,
            ReadableCopies copies,
            AnswersWithPersonalData answers) {
        this.commands = commands;
        this.erasures = erasures;
        this.persons = persons;
        this.vault = vault;
        this.copies = copies;
        this.answers = answers;
    }

    /**
     * Erases whoever this is; answers the receipt, also if they were erased before.
     *
     * @throws Problem not-found if nobody is or was called so
     */
    Answer<ReceiptJson> erase(Write write, Actor actor, PersonId personId) {
        var before = erasures.find(personId);
        if (before.isPresent()) {
            return Answer.ok(ReceiptJson.of(before.get()));
        }
        return commands.perform(write, sender -> {
            var customers = new LinkedHashSet<>(erasures.customersOf(personId));
            var memberships = customers.size();
            if (memberships == 0 && persons.find(personId).isEmpty()) {
                throw Problem.notFound();
            }
            customers.addAll(erasures.invitedBy(personId));
            for (CustomerId customerId : customers) {
                sender.send(new ErasePerson(customerId, actor, personId));
            }
            // Not before the events of this transaction are written, whose read tables may still look at what is erased
            // here.
            return () -> Answer.ok(ReceiptJson.of(forget(actor, personId, memberships)));
        });
    }

    private Receipt forget(Actor actor, PersonId personId, int memberships) {
        var values = new HashSet<String>();
        var account = persons.find(personId).map(it -> {
            values.add(it.fullName().value());
            it.verified().forEach(email -> values.addAll(List.of(email.original(), email.canonical())));
            it.unverified().forEach(email -> values.addAll(List.of(email.original(), email.canonical())));
            return true;
        });
        var invitations = erasures.invitationsTo(personId);
        invitations.forEach(invitation -> {
            vault.destroy(KeyId.of(invitation));
            copies.erase(invitation);
        });
        vault.destroy(KeyId.of(personId));
        copies.erase(personId);
        answers.forget(values);
        return erasures.record(personId, actor, memberships, invitations.size(), account.orElse(false));
    }
}
