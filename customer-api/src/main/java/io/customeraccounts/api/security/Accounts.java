package io.customeraccounts.api.security;

import static io.customeraccounts.projections.tables.Columns.at;
import static io.customeraccounts.projections.tables.Columns.instant;
import static io.customeraccounts.projections.tables.Columns.uuid;

import com.github.f4b6a3.uuid.UuidCreator;
import io.customeraccounts.domain.values.EmailAddress;
import io.customeraccounts.domain.values.FullName;
import io.customeraccounts.domain.values.Language;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Those who sign in here, with their passwords. One account for each e-mail address. */
@Embedded
@Component
public class Accounts {

    private final JdbcClient sql;
    private final Passwords passwords;
    private final Clock clock;

    Accounts(JdbcClient sql, Passwords passwords, Clock clock) {
        this.sql = sql;
        this.passwords = passwords;
        this.clock = clock;
    }

    /**
     * Makes an account, unless the address has one already. Whoever does the same at the same time waits for the outcome.
     *
     * @return the new account; empty if there was one
     */
    public Optional<Account> create(
            EmailAddress email, FullName fullName, Language language, Passwords.Hash password, boolean emailVerified) {
        var now = clock.instant();
        var account = new Account(UuidCreator.getTimeOrderedEpoch(), email, fullName, language, emailVerified, now, 1);
        var created = sql.sql("""
                        insert into account (account_id, email_canonical, email, full_name, language, password_hash,
                            email_verified, created_at, credentials_version)
                        values (:id, :canonical, :email, :fullName, :language, :password, :verified, :now, :version)
                        on conflict do nothing
                        """)
                .param("id", account.id())
                .param("canonical", email.canonical())
                .param("email", email.original())
                .param("fullName", fullName.value())
                .param("language", language.name())
                .param("password", password.text())
                .param("verified", emailVerified)
                .param("now", at(now))
                .param("version", account.credentialsVersion())
                .update();
        return created == 1 ? Optional.of(account) : Optional.empty();
    }

    public Optional<Account> find(UUID id) {
        return sql.sql("select * from account where account_id = :id")
                .param("id", id)
                .query(Accounts::read)
                .optional();
    }

    public Optional<Account> find(EmailAddress email) {
        return sql.sql("select * from account where email_canonical = :canonical")
                .param("canonical", email.canonical())
                .query(Accounts::read)
                .optional();
    }

    /** Takes as long whether there is such an account or not. */
    Optional<Account> authenticate(EmailAddress email, String password) {
        var hash = sql.sql("select password_hash from account where email_canonical = :canonical")
                .param("canonical", email.canonical())
                .query(String.class)
                .optional();
        if (!passwords.matches(password, hash.orElse(null))) {
            return Optional.empty();
        }
        hash.filter(passwords::isOutdated).ifPresent(outdated -> hashAgain(email, password, outdated));
        return find(email);
    }

    private void hashAgain(EmailAddress email, String password, String outdated) {
        sql.sql("""
                update account set password_hash = :new where email_canonical = :canonical and password_hash = :outdated
                """)
                .param("new", passwords.hash(password).text())
                .param("canonical", email.canonical())
                .param("outdated", outdated)
                .update();
    }

    /** Records that the person has shown to receive what is sent to the address. */
    public void verify(UUID id) {
        sql.sql("update account set email_verified = true where account_id = :id and not email_verified")
                .param("id", id)
                .update();
    }

    void setLanguage(UUID id, Language language) {
        sql.sql("update account set language = :language where account_id = :id")
                .param("language", language.name())
                .param("id", id)
                .update();
    }

    /** Sets a new password. Everything that was opened with the former one ends. */
    public void changePassword(UUID id, Passwords.Hash password) {
        sql.sql("""
                update account set password_hash = :password, credentials_version = credentials_version + 1
                where account_id = :id
                """).param("password", password.text()).param("id", id).update();
        sql.sql("delete from sign_in where account_id = :id").param("id", id).update();
        sql.sql("delete from oauth_grant where account_id = :id")
                .param("id", id)
                .update();
    }

    /** Accounts whose address was never verified, the oldest first. */
    public List<Account> neverVerified(Instant createdBefore, int limit) {
        return sql.sql("""
                        select * from account where not email_verified and created_at < :before
                        order by created_at limit :limit
                        """)
                .param("before", at(createdBefore))
                .param("limit", limit)
                .query(Accounts::read)
                .list();
    }

    /** Removes the account with all that it has open. */
    public void delete(UUID id) {
        sql.sql("delete from account where account_id = :id").param("id", id).update();
    }

    private static Account read(ResultSet row, int number) throws SQLException {
        return new Account(
                uuid(row, "account_id"),
                EmailAddress.parse(row.getString("email")),
                new FullName(row.getString("full_name")),
                Language.valueOf(row.getString("language")),
                row.getBoolean("email_verified"),
                instant(row, "created_at"),
                row.getInt("credentials_version"));
    }
}
