package io.customeraccounts.api.ledger;

import io.customeraccounts.api.mail.MailOutbox;
import io.customeraccounts.domain.values.EmailAddress;
import io.customeraccounts.projections.ledger.Checkpoint;
import io.customeraccounts.projections.ledger.SignedNote;
import java.time.Duration;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Mails the last checkpoint to an address, at most once in a while. It waits where all mails wait, so that it outlasts the end of
 * the process and a mail server that is away, and shows among the mails what became of it.
 */
@Component
@ConditionalOnProperty("customer-accounts.ledger.checkpoint-mail")
class CheckpointMail implements CheckpointReceiver {

    private final Deliveries deliveries;
    private final MailOutbox mails;
    private final TransactionTemplate transaction;
    private final EmailAddress to;
    private final UUID receiver;
    private final Duration interval;

    CheckpointMail(
            Deliveries deliveries,
            MailOutbox mails,
            PlatformTransactionManager transactions,
            @Value("${customer-accounts.ledger.checkpoint-mail}") String to,
            @Value("${customer-accounts.ledger.checkpoint-mail-interval:1d}") Duration interval) {
        this.deliveries = deliveries;
        this.mails = mails;
        this.transaction = new TransactionTemplate(transactions);
        this.to = EmailAddress.parse(to);
        this.receiver = Deliveries.receiver("mail", to);
        this.interval = interval;
    }

    @Override
    public void offer(SignedNote last) {
        transaction.executeWithoutResult(status -> deliveries
                .claim(receiver, last, interval)
                .ifPresent(attempt -> {
                    mails.queue(to, Checkpoint.parse(last.text()).size(), last.asText());
                    deliveries.delivered(receiver, attempt, last, interval);
                }));
    }
}
