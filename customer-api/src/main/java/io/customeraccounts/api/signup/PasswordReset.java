package io.customeraccounts.api.signup;

import static io.customeraccounts.projections.tables.Columns.at;
import static io.customeraccounts.projections.tables.Columns.uuid;

import io.customeraccounts.api.http.Ids;
import io.customeraccounts.api.mail.AccountMail;
import io.customeraccounts.api.mail.MailOutbox;
import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.problems.ProblemType;
import io.customeraccounts.api.security.Account;
import io.customeraccounts.api.security.Accounts;
import io.customeraccounts.api.security.Embedded;
import io.customeraccounts.api.security.Passwords;
import io.customeraccounts.domain.values.EmailAddress;
import io.customeraccounts.domain.values.Secret;
import java.time.Clock;
import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A new password for whoever has forgotten theirs, by a link in a mail that is good for an hour and for once. */
@Embedded
@Component
class PasswordReset {

    static final Duration LIFETIME = Duration.ofHours(1);

    private final JdbcClient sql;
    private final TransactionTemplate transactions;
    private final Accounts accounts;
    private final Passwords passwords;
    private final MailOutbox mails;
    private final Clock clock;

    PasswordReset(
            JdbcClient sql,
            PlatformTransactionManager transactions,
            Accounts accounts,
            Passwords passwords,
            MailOutbox mails,
            Clock clock) {
        this.sql = sql;
        this.transactions = new TransactionTemplate(transactions);
        this.accounts = accounts;
        this.passwords = passwords;
        this.mails = mails;
        this.clock = clock;
    }

    /** Sends the mail, if there is such an account; takes as long if not. Links of former mails are dead. */
    void request(EmailAddress email) {
        Pace.keep(() -> {
            transactions.executeWithoutResult(
                    transaction -> accounts.find(email).ifPresent(this::send));
            return email;
        });
    }

    private void send(Account account) {
        var secret = Ids.newSecret();
        var expiresAt = clock.instant().plus(LIFETIME);
        sql.sql("delete from password_reset where account_id = :account or expires_at <= :now")
                .param("account", account.id())
                .param("now", at(clock.instant()))
                .update();
        sql.sql("insert into password_reset (secret_hash, account_id, expires_at) values (:hash, :account, :expiresAt)")
                .param("hash", secret.hash().value())
                .param("account", account.id())
                .param("expiresAt", at(expiresAt))
                .update();
        mails.queue(new AccountMail.PasswordReset(
                account.email(), account.fullName(), account.language(), secret, expiresAt));
    }

    /**
     * The account whose password the link may change.
     *
     * @throws Problem reset-unknown if there is none, or not any more
     */
    Account find(Secret secret) {
        return sql.sql("select account_id from password_reset where secret_hash = :hash and expires_at > :now")
                .param("hash", secret.hash().value())
                .param("now", at(clock.instant()))
                .query((row, number) -> uuid(row, "account_id"))
                .optional()
                .flatMap(accounts::find)
                .orElseThrow(PasswordReset::unknown);
    }

    /**
     * Sets the password. All that was opened with the former one ends: browsers, grants and tokens.
     *
     * @throws Problem reset-unknown if the link was used, or is too old
     */
    void complete(Secret secret, NewPassword password) {
        var hash = passwords.hash(password.text());
        transactions.executeWithoutResult(transaction -> {
            var account = find(secret);
            var used = sql.sql("delete from password_reset where secret_hash = :hash")
                    .param("hash", secret.hash().value())
                    .update();
            if (used != 1) {
                throw unknown();
            }
            accounts.changePassword(account.id(), hash);
            accounts.verify(account.id());
        });
    }

    private static Problem unknown() {
        return Problem.of(ProblemType.RESET_UNKNOWN);
    }
}
