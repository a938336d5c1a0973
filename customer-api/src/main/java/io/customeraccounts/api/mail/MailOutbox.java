package io.customeraccounts.api.mail;

import com.github.f4b6a3.uuid.UuidCreator;
import io.customeraccounts.domain.privacy.Personal;
import io.customeraccounts.domain.values.EmailAddress;
import io.customeraccounts.domain.values.KeyId;
import io.customeraccounts.domain.values.Language;
import java.time.Clock;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Takes mails about sign-in accounts and the installation. Mails about customers need no call: they follow from the customer's events. */
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
        refuseWithoutTransaction();
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

    /**
     * Has a checkpoint of the ledger sent, as a file, as soon as the active transaction has committed.
     *
     * @param size of the ledger
     * @param note as it was signed
     * @throws IllegalStateException if no transaction is active
     */
    public void queue(EmailAddress to, long size, String note) {
        refuseWithoutTransaction();
        var id = UuidCreator.getTimeOrderedEpoch();
        var key = new KeyId(id);
        var address = to.original();
        var recipient = new MailContent.Recipient(
                new Personal.Known(key, address),
                new Personal.Known(key, address.substring(0, address.lastIndexOf('@'))),
                Language.EN);
        queue.add(id.toString(), null, new MailContent.Checkpoint(recipient, size, note), clock.instant());
    }

    private static void refuseWithoutTransaction() {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("a mail is queued in the transaction of what it tells about");
        }
    }

    /** Takes back what has not been sent to the address, in the transaction that is active, whatever has kept it. */
    public void forget(EmailAddress email) {
        queue.forgetAccountMails(email);
    }
}
