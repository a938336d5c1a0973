package io.customeraccounts.api.signup;

import io.customeraccounts.api.http.Answer;
import io.customeraccounts.api.http.Ids;
import io.customeraccounts.api.mail.AccountMail.AddressAlreadyRegistered;
import io.customeraccounts.api.mail.MailOutbox;
import io.customeraccounts.api.mail.SecretHandover;
import io.customeraccounts.api.messaging.CommandTransaction;
import io.customeraccounts.api.messaging.CommandTransaction.Sender;
import io.customeraccounts.api.messaging.Write;
import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.problems.ProblemType;
import io.customeraccounts.api.security.Account;
import io.customeraccounts.api.security.AccountCallers;
import io.customeraccounts.api.security.Accounts;
import io.customeraccounts.api.security.Embedded;
import io.customeraccounts.api.security.Passwords;
import io.customeraccounts.domain.customer.CustomerCommand.OpenCustomer;
import io.customeraccounts.domain.customer.CustomerRefusal.InvitationEnded;
import io.customeraccounts.domain.values.CustomerName;
import io.customeraccounts.domain.values.EmailAddress;
import io.customeraccounts.domain.values.FullName;
import io.customeraccounts.domain.values.InvitationState;
import io.customeraccounts.domain.values.Language;
import io.customeraccounts.domain.values.Secret;
import io.customeraccounts.projections.invitations.InvitationOffer;
import io.customeraccounts.projections.invitations.Invitations;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Makes accounts: one that opens a customer, which is confirmed by mail, or one by the link of an invitation, which proves
 * the address.
 */
@Embedded
@Component
class Registration {

    /** Who registers again meanwhile has sent the form twice, or waits for the first mail: another one would confuse. */
    private static final Duration REPEATED = Duration.ofMinutes(10);

    private final Accounts accounts;
    private final AccountCallers callers;
    private final Passwords passwords;
    private final CommandTransaction transactions;
    private final Invitations invitations;
    private final SecretHandover secrets;
    private final MailOutbox mails;
    private final Clock clock;

    Registration(
            Accounts accounts,
            AccountCallers callers,
            Passwords passwords,
            CommandTransaction transactions,
            Invitations invitations,
            SecretHandover secrets,
            MailOutbox mails,
            Clock clock) {
        this.accounts = accounts;
        this.callers = callers;
        this.passwords = passwords;
        this.transactions = transactions;
        this.invitations = invitations;
        this.secrets = secrets;
        this.mails = mails;
        this.clock = clock;
    }

    record Request(
            FullName fullName, EmailAddress email, NewPassword password, CustomerName companyName, Language language) {}

    /** What is always answered, whether the address had an account before or not. */
    record Registered(String email, String next) {

        static Registered andMailed(EmailAddress email) {
            return new Registered(email.original(), "answer-the-confirmation-mail");
        }
    }

    /**
     * Makes an account and opens its customer, in one transaction. Whoever has an account already is told by mail that
     * somebody tried; nothing else differs.
     */
    Answer<Registered> register(Write write, Request request) {
        return Pace.keep(() -> {
            var password = hash(request.password());
            return transactions.perform(write, sender -> {
                accounts.create(request.email(), request.fullName(), request.language(), password, false)
                        .ifPresentOrElse(account -> open(account, request, sender), () -> tell(request.email()));
                return () -> Answer.of(HttpStatus.ACCEPTED, Registered.andMailed(request.email()));
            });
        });
    }

    private void open(Account account, Request request, Sender sender) {
        var person = callers.person(account);
        sender.send(new OpenCustomer(
                Ids.newCustomer(),
                person.actor(),
                Ids.newMembership(),
                person.profile(),
                account.email(),
                request.companyName(),
                null,
                true,
                secrets.keep(Ids.newSecret())));
    }

    private void tell(EmailAddress email) {
        accounts.find(email)
                .filter(account -> account.emailVerified()
                        || account.createdAt().plus(REPEATED).isBefore(clock.instant()))
                .ifPresent(account -> mails.queue(
                        new AddressAlreadyRegistered(account.email(), account.fullName(), account.language())));
    }

    /**
     * The invitation that a link leads to, as long as it can be accepted.
     *
     * @throws InvitationEnded if it cannot any more
     */
    InvitationOffer invitation(Secret secret) {
        var offer = invitations.bySecret(secret.hash()).orElseThrow(() -> Problem.of(ProblemType.INVITATION_NOT_FOUND));
        if (offer.state() != InvitationState.PENDING) {
            throw new InvitationEnded(offer.id(), offer.state(), Objects.requireNonNull(offer.endedAt()));
        }
        return offer;
    }

    /** Whether the invited address has an account; only whoever has the link, and so the mailbox, learns that. */
    boolean hasAccount(InvitationOffer offer) {
        return accounts.find(address(offer)).isPresent();
    }

    /**
     * Makes an account for the invited address, without a customer. The invitation stays to be accepted.
     *
     * @return the account; empty if the address has one already
     */
    Optional<Account> register(InvitationOffer offer, FullName fullName, Passwords.Hash password, Language language) {
        return accounts.create(address(offer), fullName, language, password, true);
    }

    /** Slow on purpose; not to be done while a transaction is open. */
    Passwords.Hash hash(NewPassword password) {
        return passwords.hash(password.text());
    }

    static EmailAddress address(InvitationOffer offer) {
        if (offer.email() == null) {
            throw Problem.of(ProblemType.INVITATION_NOT_FOUND);
        }
        return EmailAddress.parse(offer.email());
    }
}
