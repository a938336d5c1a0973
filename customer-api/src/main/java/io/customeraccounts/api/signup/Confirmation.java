package io.customeraccounts.api.signup;

import io.customeraccounts.api.http.Answer;
import io.customeraccounts.api.http.Ids;
import io.customeraccounts.api.mail.SecretHandover;
import io.customeraccounts.api.messaging.CommandTransaction;
import io.customeraccounts.api.messaging.Write;
import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.problems.ProblemType;
import io.customeraccounts.api.security.AccountCallers;
import io.customeraccounts.domain.customer.CustomerCommand.ConfirmCustomer;
import io.customeraccounts.domain.customer.CustomerCommand.ResendConfirmation;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.Secret;
import io.customeraccounts.projections.customers.ConfirmationLink;
import io.customeraccounts.projections.customers.CustomerState;
import io.customeraccounts.projections.customers.Customers;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Answers to the confirmation mail: the customer can be used, and the address is proven to be the person's. */
@Component
class Confirmation {

    private final Customers customers;
    private final CommandTransaction transactions;
    private final SecretHandover secrets;
    private final Optional<AccountCallers> accounts;

    Confirmation(
            Customers customers,
            CommandTransaction transactions,
            SecretHandover secrets,
            Optional<AccountCallers> accounts) {
        this.customers = customers;
        this.transactions = transactions;
        this.secrets = secrets;
        this.accounts = accounts;
    }

    record Confirmed(String customerId, String name) {}

    /** @throws Problem confirmation-unknown if the secret is not that of the last mail of any customer */
    ConfirmationLink find(Secret secret) {
        return customers.byConfirmation(secret.hash()).orElseThrow(() -> Problem.of(ProblemType.CONFIRMATION_UNKNOWN));
    }

    /** Confirms. A second time it changes nothing and has the same answer. */
    Answer<Confirmed> confirm(Write write, Secret secret) {
        var link = find(secret);
        return transactions.perform(write, sender -> {
            sender.send(new ConfirmCustomer(link.customerId(), new Actor.Person(link.openedBy()), secret));
            accounts.ifPresent(it -> it.verify(link.openedBy()));
            return () -> Answer.ok(new Confirmed(link.customerId().toString(), link.customerName()));
        });
    }

    /** Has the mail sent again; the link of the former one is dead. Does nothing if nothing is to be confirmed. */
    Answer<Void> resend(Write write, CustomerId customerId, Actor actor) {
        var awaited = customers
                .find(customerId)
                .filter(customer -> customer.state() == CustomerState.PENDING_CONFIRMATION)
                .isPresent();
        return transactions.perform(write, sender -> {
            if (awaited) {
                sender.send(new ResendConfirmation(customerId, actor, secrets.keep(Ids.newSecret())));
            }
            return Answer::noContent;
        });
    }
}
