package io.customeraccounts.api.mail;

import com.github.f4b6a3.uuid.UuidCreator;
import io.customeraccounts.domain.privacy.Personal;
import io.customeraccounts.domain.values.EmailAddress;
import io.customeraccounts.domain.values.KeyId;
import java.time.Clock;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Takes mails about sign-in accounts. Mails about customers need no call: they follow from the customer's events. */
public class MailOutbox {

    private final MailQueue queue;
    private final SecretHandover secrets;
    private final Clock clock;

    MailOutbox(MailQueue queue, SecretHandover secrets, Clock clock) {
        this.queue = queue;
        this.secrets = secrets;
        this.clock = clock;
    }

    /**
     * Has a mail sent as soon as the active transaction has committed, and not at all if it does not.
     *
     * @throws IllegalStateException if no transaction is active
     */
    public void queue(AccountMail mail) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("a mail is queued in the transaction of what it tells about");
        }
        var id = UuidCreator.getTimeOrderedEpoch();
        // Not sealed in the vault, as whoever is written to here need not be a person yet; the queue encrypts all of
        // it.
        var key = new KeyId(id);
        var to = new MailContent.Recipient(
                new Personal.Known(key, mail.to().original()),
                new Personal.Known(key, mail.fullName().value()),
                mail.language());
        var content = switch (mail) {
            case AccountMail.PasswordReset reset ->
                new MailContent.PasswordReset(to, secrets.keep(reset.secret()), reset.validUntil());
            case AccountMail.AddressVerification verification ->
                new MailContent.AddressVerification(to, secrets.keep(verification.secret()), verification.validUntil());
            case AccountMail.AddressAlreadyRegistered registered -> new MailContent.AddressAlreadyRegistered(to);
        };
        queue.add(id.toString(), null, content, clock.instant());
    }

    /** Takes back what has not been sent to the address, in the transaction that is active, whatever has kept it. */
    public void forget(EmailAddress email) {
        queue.forgetAccountMails(email);
    }
}
