package io.customeraccounts.projections.persons;

import static io.customeraccounts.projections.tables.Columns.textOrNull;
import static io.customeraccounts.projections.tables.Columns.uuid;

import com.github.f4b6a3.uuid.UuidCreator;
import io.customeraccounts.domain.values.EmailAddress;
import io.customeraccounts.domain.values.FullName;
import io.customeraccounts.domain.values.Language;
import io.customeraccounts.domain.values.PersonId;
import io.customeraccounts.domain.values.PersonProfile;
import io.customeraccounts.projections.persons.Description.Address;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Everyone who has ever signed in: known by the identity provider's issuer and subject, never by an address, and described
 * as the identity provider last did. Not made from events.
 */
public final class Persons {

    private static final String QUERY = """
            select p.person_id, p.full_name, p.language, p.chosen_language, a.canonical, a.original, a.verified
            from person p left join person_address a on a.person_id = p.person_id
            where\s""";

    private final JdbcClient sql;
    private final TransactionOperations transactions;

    /** @param transactions joins the transaction that is active, or makes one */
    public Persons(JdbcClient sql, TransactionOperations transactions) {
        this.sql = sql;
        this.transactions = transactions;
    }

    /**
     * Takes note of what the identity provider says about whoever signs in, and answers who that is. Makes a new person at
     * the first time, and only one, however many first times there are at once. Writes nothing if nothing has changed.
     *
     * @param unverified addresses that the person merely claims; one that is in both sets is verified
     */
    public PersonProfile signedIn(
            String issuer,
            String subject,
            FullName fullName,
            Set<EmailAddress> verified,
            Set<EmailAddress> unverified,
            Language language) {
        var said = Description.of(fullName, verified, unverified, language);
        var noted = sql.sql(QUERY + "p.issuer = :issuer and p.subject = :subject")
                .param("issuer", issuer)
                .param("subject", subject)
                .query(Persons::read);
        if (noted.isPresent() && noted.get().description().equals(said)) {
            return noted.get().profile();
        }
        return transactions.execute(transaction -> note(issuer, subject, said).profile());
    }

    /** Whom the identity provider knows under this subject, if they have ever signed in. */
    public Optional<PersonProfile> find(String issuer, String subject) {
        var noted = sql.sql(QUERY + "p.issuer = :issuer and p.subject = :subject")
                .param("issuer", issuer)
                .param("subject", subject)
                .query(Persons::read);
        return noted.map(Noted::profile);
    }

    /** The subject of the person, if it is this identity provider who knows them. */
    public Optional<String> subjectOf(PersonId id, String issuer) {
        return sql.sql("select subject from person where person_id = :id and issuer = :issuer")
                .param("id", id.value())
                .param("issuer", issuer)
                .query(String.class)
                .optional();
    }

    public Optional<PersonProfile> find(PersonId id) {
        var noted = sql.sql(QUERY + "p.person_id = :id").param("id", id.value()).query(Persons::read);
        return noted.map(Noted::profile);
    }

    /** Stands before what the identity provider says, until the person chooses another one. */
    public void chooseLanguage(PersonId id, Language language) {
        sql.sql("update person set chosen_language = :language where person_id = :id")
                .param("language", language.name())
                .param("id", id.value())
                .update();
    }

    /** What the person has chosen; empty if they have not, or nobody is known under this subject. */
    public Optional<Language> chosenLanguage(String issuer, String subject) {
        return sql.sql("select chosen_language from person where issuer = :issuer and subject = :subject")
                .param("issuer", issuer)
                .param("subject", subject)
                .query((row, number) -> Optional.ofNullable(chosen(row)))
                .optional()
                .flatMap(it -> it);
    }

    /** In which to write to the person: what they have chosen, otherwise what the provider says; empty if nobody is known. */
    public Optional<Language> language(PersonId id) {
        return sql.sql("select coalesce(chosen_language, language) from person where person_id = :id")
                .param("id", id.value())
                .query(String.class)
                .optional()
                .map(Language::valueOf);
    }

    /**
     * Forgets the person. Signing in again, they are someone new: what was stored about them under the former id is never
     * theirs again.
     */
    public void erase(PersonId id) {
        transactions.executeWithoutResult(transaction -> {
            sql.sql("delete from person_address where person_id = :id")
                    .param("id", id.value())
                    .update();
            sql.sql("delete from person where person_id = :id")
                    .param("id", id.value())
                    .update();
        });
    }

    /** Whoever notes the same person at the same time waits at the insert, or at the lock. */
    private Noted note(String issuer, String subject, Description said) {
        sql.sql("""
                insert into person (person_id, issuer, subject, full_name, language)
                values (:id, :issuer, :subject, :fullName, :language)
                on conflict do nothing
                """)
                .param("id", UuidCreator.getTimeOrderedEpoch())
                .param("issuer", issuer)
                .param("subject", subject)
                .param("fullName", said.fullName())
                .param("language", said.language().name())
                .update();
        var noted = sql.sql("""
                        select person_id, chosen_language from person
                        where issuer = :issuer and subject = :subject for update
                        """)
                .param("issuer", issuer)
                .param("subject", subject)
                .query((row, number) -> new Noted(new PersonId(uuid(row, "person_id")), said, chosen(row)))
                .single();
        var id = noted.id();
        sql.sql("update person set full_name = :fullName, language = :language where person_id = :id")
                .param("fullName", said.fullName())
                .param("language", said.language().name())
                .param("id", id.value())
                .update();
        sql.sql("delete from person_address where person_id = :id")
                .param("id", id.value())
                .update();
        said.addresses()
                .forEach((canonical, address) -> sql.sql("""
                        insert into person_address (person_id, canonical, original, verified)
                        values (:id, :canonical, :original, :verified)
                        """)
                        .param("id", id.value())
                        .param("canonical", canonical)
                        .param("original", address.original())
                        .param("verified", address.verified())
                        .update());
        return noted;
    }

    private record Noted(
            PersonId id, Description description, @Nullable Language chosen) {

        PersonProfile profile() {
            return description.profileOf(id, chosen);
        }
    }

    /** One row for each address, or a single one without. */
    private static Optional<Noted> read(ResultSet rows) throws SQLException {
        if (!rows.next()) {
            return Optional.empty();
        }
        var id = new PersonId(uuid(rows, "person_id"));
        var fullName = rows.getString("full_name");
        var language = Language.valueOf(rows.getString("language"));
        var chosen = chosen(rows);
        var addresses = new HashMap<String, Address>();
        do {
            var canonical = textOrNull(rows, "canonical");
            if (canonical != null) {
                addresses.put(canonical, new Address(rows.getString("original"), rows.getBoolean("verified")));
            }
        } while (rows.next());
        return Optional.of(new Noted(id, new Description(fullName, language, addresses), chosen));
    }

    private static @Nullable Language chosen(ResultSet row) throws SQLException {
        var language = textOrNull(row, "chosen_language");
        return language == null ? null : Language.valueOf(language);
    }
}
