package io.customeraccounts.api.security;

import io.customeraccounts.domain.values.Language;
import io.customeraccounts.domain.values.PersonId;
import io.customeraccounts.projections.persons.Persons;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Knows the persons who sign in here, as their accounts describe them now. */
@Embedded
@Component
public class AccountCallers implements BrowserCallers {

    private final Accounts accounts;
    private final Persons persons;
    private final IdentitySettings settings;

    AccountCallers(Accounts accounts, Persons persons, IdentitySettings settings) {
        this.accounts = accounts;
        this.persons = persons;
        this.settings = settings;
    }

    @Override
    public Optional<Caller.Person> person(UUID accountId) {
        return accounts.find(accountId).map(this::person);
    }

    @Override
    public Optional<Language> chosenLanguage(UUID accountId) {
        return persons.chosenLanguage(settings.acceptedIssuer(), accountId.toString());
    }

    /** The person whom the account is for. */
    public Caller.Person person(Account account) {
        var email = Set.of(account.email());
        var profile = persons.signedIn(
                settings.acceptedIssuer(),
                account.subject(),
                account.fullName(),
                account.emailVerified() ? email : Set.of(),
                account.emailVerified() ? Set.of() : email,
                account.language());
        return new Caller.Person(
                profile, settings.isOperator(account.subject()), settings.isAuditor(account.subject()));
    }

    /** The account of the person, if they sign in here. */
    public Optional<Account> account(PersonId personId) {
        return persons.subjectOf(personId, settings.acceptedIssuer())
                .map(UUID::fromString)
                .flatMap(accounts::find);
    }

    /** Records that the person, if they sign in here, receives what is sent to the address of their account. */
    public void verify(PersonId personId) {
        persons.subjectOf(personId, settings.acceptedIssuer())
                .map(UUID::fromString)
                .ifPresent(accounts::verify);
    }

    /** In which mails about the person's account are written, if they sign in here, and what its tokens say. */
    void setLanguage(PersonId personId, Language language) {
        account(personId).ifPresent(account -> accounts.setLanguage(account.id(), language));
    }
}
