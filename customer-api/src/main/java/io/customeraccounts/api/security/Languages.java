package io.customeraccounts.api.security;

import io.customeraccounts.domain.values.Language;
import io.customeraccounts.domain.values.PersonId;
import io.customeraccounts.projections.persons.Persons;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/** The languages that persons have chosen for pages and mails, wherever they sign in. */
@Component
public class Languages {

    private final Persons persons;
    private final BrowserCallers browsers;
    private final ObjectProvider<AccountCallers> accounts;

    Languages(Persons persons, BrowserCallers browsers, ObjectProvider<AccountCallers> accounts) {
        this.persons = persons;
        this.browsers = browsers;
        this.accounts = accounts;
    }

    /** Of whoever is signed in in the browser; empty if nobody is, or they have chosen none. */
    public Optional<Language> ofSignedIn() {
        return SecurityContextHolder.getContext().getAuthentication() instanceof SignedIn signedIn
                ? browsers.chosenLanguage(signedIn.id())
                : Optional.empty();
    }

    public void choose(PersonId personId, Language language) {
        persons.chooseLanguage(personId, language);
        accounts.ifAvailable(callers -> callers.setLanguage(personId, language));
    }
}
